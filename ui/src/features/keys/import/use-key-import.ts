/** The state of the dialog: where one looks, what is wanted of what was found, and what became of it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { KeyImportReport, Problem } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";
import { toProblem } from "@/ipc/errors";
import { useKeys } from "@/ipc/key-queries";
import { queryKeys } from "@/ipc/query-keys";
import {
  choicesOf,
  chosenOf,
  DEFAULT_FILE,
  type Entry,
  entriesOf,
  type Place,
  sourceOf,
  type Wish,
  type Wishes,
} from "./model";

const NOTHING: Wishes = new Map();

export function useKeyImport(place: Place) {
  const client = useClient();
  const { data: list, isPending } = useKeys();
  const queries = useQueryClient();
  const [path, setPath] = useState(DEFAULT_FILE);
  const [file, setFile] = useState(DEFAULT_FILE);
  const [said, setSaid] = useState({ of: "", wishes: NOTHING });
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const [done, setDone] = useState<{ report: KeyImportReport; of: readonly Entry[] } | null>(null);

  const source = sourceOf(place, file);
  const of = JSON.stringify(source);
  const unread = place === "env" && path !== file;
  const preview = useQuery({
    // A vault that was opened meanwhile knows which values it has.
    queryKey: queryKeys.keyPreview(source, list?.vault.status ?? null),
    queryFn: () => client.keysPreview(source),
    enabled: !isPending && !unread && done === null,
    // Files change without an event.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });

  const wishes = said.of === of ? said.wishes : NOTHING;
  const names = (list?.keys ?? []).map((key) => key.name);
  const entries = entriesOf(unread ? undefined : preview.data, wishes, names);
  const chosen = chosenOf(entries);

  const wish = (ids: readonly string[], changes: Partial<Wish>) => {
    const next = new Map(wishes);
    for (const id of ids) next.set(id, { ...next.get(id), ...changes });
    setSaid({ of, wishes: next });
    setRefusal(null);
  };

  /** Reads the file that is named, also where it is the one that was read. */
  const read = () => {
    setRefusal(null);
    if (unread) setFile(path);
    else void preview.refetch();
  };

  const submit = async () => {
    if (sending) return;
    setSending(true);
    setRefusal(null);
    try {
      const report = await client.keysImport({ source, choices: choicesOf(entries) });
      setDone({ report, of: entries });
    } catch (thrown) {
      setRefusal(toProblem(thrown));
    } finally {
      setSending(false);
      void queries.invalidateQueries({ queryKey: queryKeys.keys() });
      void queries.invalidateQueries({ queryKey: queryKeys.servers() });
    }
  };

  return {
    path,
    setPath,
    unread,
    read,
    reading: preview.isFetching || isPending,
    vault: list?.vault,
    preview: unread ? undefined : preview.data,
    problem: unread || !preview.error ? null : toProblem(preview.error),
    entries,
    chosen,
    /** Of those that are chosen, how many cannot be imported as they stand. */
    wrong: chosen.filter((entry) => entry.error !== null).length,
    wish,
    submit,
    sending,
    refusal,
    report: done?.report ?? null,
    /** What the report is of. */
    asked: done?.of ?? [],
    /** Back to what is left in plain text. */
    again: () => {
      setSaid({ of: "", wishes: NOTHING });
      setDone(null);
    },
  };
}

/** The dialog's state, as its parts take it. */
export type KeyImportState = ReturnType<typeof useKeyImport>;

/** The state of the dialog: what is read, what is ticked, what was added. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ImportReport, Problem } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";
import { toProblem } from "@/ipc/errors";
import { queryKeys } from "@/ipc/query-keys";
import { type Chosen, canBeAdded, selected, sourceOf } from "./model";
import { usePreview } from "./use-preview";

const EMPTY: Chosen = { kind: "typed", text: "" };

/** `onAdded` is called once everything that was ticked is there. */
export function useImport(onAdded: (report: ImportReport) => void) {
  const client = useClient();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Chosen>(EMPTY);
  const [unchecked, setUnchecked] = useState<ReadonlySet<string>>(new Set());
  const [adding, setAdding] = useState(false);
  const [failed, setFailed] = useState<readonly Problem[]>([]);
  const [turn, setTurn] = useState(0);
  const source = sourceOf(chosen);
  const { preview, problem, reading } = usePreview(source, turn);
  const fields = selected(preview, unchecked);
  const addable = preview?.entries.filter(canBeAdded) ?? [];

  const choose = (next: Chosen) => {
    // Another source; what was unticked in the last one says nothing about it.
    if (next.kind !== "typed" || chosen.kind !== "typed") setUnchecked(new Set());
    setChosen(next);
    setFailed([]);
  };

  const tick = (of: readonly string[], checked: boolean) =>
    setUnchecked((before) => {
      const after = new Set(before);
      for (const field of of) {
        if (checked) after.delete(field);
        else after.add(field);
      }
      return after;
    });

  const add = async () => {
    if (!source || reading || adding || fields.length === 0) return;
    setAdding(true);
    setFailed([]);
    try {
      const report = await client.importsApply({ source, fields: [...fields] });
      // Waited for: the next step, its approval, needs the row.
      await queries.invalidateQueries({ queryKey: queryKeys.servers() });
      if (report.skipped.length === 0) {
        onAdded(report);
        return;
      }
      // What was added is here already now; what was not is told above.
      setFailed(report.skipped);
      setTurn((before) => before + 1);
    } catch (thrown) {
      setFailed([toProblem(thrown)]);
    } finally {
      setAdding(false);
    }
  };

  return {
    chosen,
    choose,
    clear: () => choose(EMPTY),
    preview,
    problem,
    reading,
    fields,
    addable,
    tick,
    add,
    adding,
    failed,
  };
}

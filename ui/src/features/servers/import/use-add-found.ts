/** Adds everything of several sources, one after the other. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ImportSource, Problem } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";
import { toProblem } from "@/ipc/errors";
import { queryKeys } from "@/ipc/query-keys";

/** `onDone` is told how many servers were added, also where some sources failed. */
export function useAddFound(onDone: (added: number) => void) {
  const client = useClient();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [problems, setProblems] = useState<readonly Problem[]>([]);

  const add = async (sources: readonly ImportSource[]) => {
    if (adding) return;
    setAdding(true);
    const failed: Problem[] = [];
    let added = 0;
    for (const source of sources) {
      try {
        const report = await client.importsApply({ source, fields: [] });
        added += report.added.length;
      } catch (thrown) {
        const problem = toProblem(thrown);
        // A full disk is told once, however many sources it fails.
        if (!failed.some((one) => one.message === problem.message)) failed.push(problem);
      }
    }
    setProblems(failed);
    setAdding(false);
    void queries.invalidateQueries({ queryKey: queryKeys.servers() });
    void queries.invalidateQueries({ queryKey: queryKeys.found() });
    onDone(added);
  };

  return { add, adding, problems };
}

import { useState } from "react";
import type { MendRequest, Problem } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { useServerCommands } from "../../commands";

export interface MendState {
  busy: boolean;
  /** Why mending did not work. */
  problem: Problem | null;
  mend: (request: MendRequest) => void;
}

/** Mends a server and starts it again. */
export function useMend(id: string): MendState {
  const commands = useServerCommands();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (request: MendRequest) => {
    setBusy(true);
    setProblem(null);
    try {
      await commands.mend(id, request);
    } catch (thrown) {
      setProblem(toProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, mend: (request) => void run(request) };
}

import { useRef, useState } from "react";
import type { KeyTarget, KeyTest } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";

export interface TrialOptions {
  /** The test could not be made. */
  onRefused: (thrown: unknown) => void;
}

/** The test of a value that is being typed in. Nothing of it is stored, here or there. */
export function useTrial({ onRefused }: TrialOptions) {
  const client = useClient();
  const [running, setRunning] = useState(false);
  const [result, setResult] = useState<KeyTest | null>(null);
  // An answer to what stood there before is nobody's.
  const turn = useRef(0);

  const run = async (name: string, target: KeyTarget, value: string) => {
    turn.current += 1;
    const mine = turn.current;
    setRunning(true);
    setResult(null);
    try {
      const test = await client.keysTry({ name, target, value });
      if (turn.current === mine) setResult(test);
    } catch (thrown) {
      if (turn.current === mine) onRefused(thrown);
    } finally {
      if (turn.current === mine) setRunning(false);
    }
  };

  /** What is typed changed: what was found is of something else. */
  const forget = () => {
    turn.current += 1;
    setRunning(false);
    setResult(null);
  };

  return { running, result, run, forget };
}

export type Trial = ReturnType<typeof useTrial>;

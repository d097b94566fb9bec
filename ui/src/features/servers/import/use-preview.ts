/** What an import would do, asked again as the text changes. */
import { useEffect, useState } from "react";
import type { ImportPreview, ImportSource, Problem } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";
import { toProblem } from "@/ipc/errors";

/** How long nothing is typed before the text is read, milliseconds. */
const PAUSE_MS = 250;

/** What is known of a source. */
export interface Reading {
  /** The last answer; while another is read it stays, so that nothing jumps. */
  preview: ImportPreview | null;
  /** Why it cannot be read. */
  problem: Problem | null;
  /** An answer is under way. */
  reading: boolean;
}

const NOTHING: Reading = { preview: null, problem: null, reading: false };

/** Reads `source`; `null`: there is nothing to read. `turn` changes to have it read again. */
export function usePreview(source: ImportSource | null, turn: number): Reading {
  const client = useClient();
  const [known, setKnown] = useState<Reading>(NOTHING);
  const key = source && JSON.stringify(source);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the source
  useEffect(() => {
    if (!source) {
      setKnown(NOTHING);
      return;
    }
    let over = false;
    setKnown((before) => ({ ...before, reading: true }));
    const ask = async () => {
      try {
        const preview = await client.importsPreview(source);
        if (!over) setKnown({ preview, problem: null, reading: false });
      } catch (thrown) {
        if (!over) setKnown({ preview: null, problem: toProblem(thrown), reading: false });
      }
    };
    const timer = setTimeout(() => void ask(), source.kind === "text" ? PAUSE_MS : 0);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [client, key, turn]);

  return known;
}

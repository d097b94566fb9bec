/** A server's log: its tail, then what follows, in one bounded buffer. */
import { useEffect, useMemo, useState } from "react";
import type { LogLine, Problem } from "@/ipc/bindings";
import type { ConsoleClient, Unsubscribe } from "@/ipc/client";
import { useClient } from "@/ipc/client-context";
import { toProblem } from "@/ipc/errors";
import { LogBuffer } from "./log-buffer";
import { LogReader } from "./log-reader";

/** Lines asked for when the log is opened; the console holds no more in memory. */
const TAIL_LINES = 5_000;

export interface LogState {
  status: "loading" | "ready" | "failed";
  problem: Problem | null;
  /** Lines that only the log file still has. */
  dropped: number;
}

const LOADING: LogState = { status: "loading", problem: null, dropped: 0 };

/** The log of a server, followed while the caller is mounted. */
export function useLog(id: string): { reader: LogReader; state: LogState; reload: () => void } {
  const client = useClient();
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<LogState>(LOADING);
  // A new attempt begins with an empty buffer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the id and the attempt name the log
  const reader = useMemo(() => new LogReader(new LogBuffer()), [id, attempt]);
  useEffect(() => {
    setState(LOADING);
    return openLog(client, id, reader.buffer, setState);
  }, [client, id, reader]);
  return { reader, state, reload: () => setAttempt((before) => before + 1) };
}

/** Follows first and reads the tail second, so that no line falls between the two. */
function openLog(
  client: ConsoleClient,
  id: string,
  buffer: LogBuffer,
  report: (state: LogState) => void,
): Unsubscribe {
  let closed = false;
  let early: LogLine[] | null = [];
  let unfollow: Unsubscribe | null = null;
  const onLines = (lines: LogLine[]) => {
    if (closed) return;
    if (early) early.push(...lines);
    else buffer.append(lines);
  };
  const run = async () => {
    unfollow = await client.followLogs(id, onLines);
    if (closed) return unfollow();
    const tail = await client.serversLogs(id, TAIL_LINES);
    if (closed) return;
    buffer.append(tail.lines);
    buffer.append(early ?? []);
    early = null;
    report({ status: "ready", problem: null, dropped: Math.max((tail.lines[0]?.seq ?? 1) - 1, 0) });
  };
  run().catch((thrown: unknown) => {
    if (!closed) report({ status: "failed", problem: toProblem(thrown), dropped: 0 });
  });
  return () => {
    closed = true;
    unfollow?.();
  };
}

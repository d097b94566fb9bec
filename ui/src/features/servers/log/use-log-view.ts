/**
 * What of a log is looked at. While it follows, that is the buffer itself; when the reader scrolls
 * up it becomes a still picture, so that nothing moves under the eyes, and what comes is counted.
 */
import { useDeferredValue, useMemo, useState, useSyncExternalStore } from "react";
import type { Lines, LogBuffer } from "./log-buffer";
import { firstAfter, LogSearch } from "./log-search";

export interface LogViewState {
  lines: Lines;
  following: boolean;
  /** Lines that came since the picture was taken. */
  waiting: number;
  follow: () => void;
  letGo: () => void;
  query: string;
  setQuery: (query: string) => void;
  /** Numbers of the lines that match. */
  matches: readonly number[];
  /** The match that is looked at, an index; -1: none. */
  current: number;
  /** Goes to the next (1) or previous (-1) match: its line number, and the still picture it is in. */
  step: (by: 1 | -1) => { seq: number; lines: Lines } | null;
}

export function useLogView(buffer: LogBuffer): LogViewState {
  const version = useSyncExternalStore(buffer.subscribe, buffer.version);
  const [still, setStill] = useState<{ of: LogBuffer; lines: Lines } | null>(null);
  const [query, setQuery] = useState("");
  const [currentSeq, setCurrentSeq] = useState<number | null>(null);
  const picture = still?.of === buffer ? still.lines : null;
  const lines: Lines = picture ?? buffer;
  const lastSeen = picture?.at(picture.length - 1)?.seq ?? 0;

  const sought = useDeferredValue(query.trim());
  const search = useMemo(() => ({ of: buffer, finder: new LogSearch(sought) }), [buffer, sought]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the buffer grew
  const matches = useMemo(() => search.finder.update(lines), [search, lines, version]);
  const current = currentSeq === null ? -1 : matches.indexOf(currentSeq);

  const letGo = () => {
    const lines = buffer.snapshot();
    setStill({ of: buffer, lines });
    return lines;
  };

  return {
    lines,
    following: picture === null,
    waiting: picture ? buffer.length - firstAfter(buffer, lastSeen) : 0,
    follow: () => setStill(null),
    letGo: () => void letGo(),
    query,
    setQuery: (next) => {
      setQuery(next);
      setCurrentSeq(null);
    },
    matches,
    current,
    step: (by) => {
      if (matches.length === 0) return null;
      // Without a present match one begins at the newest.
      const from = current < 0 ? (by === 1 ? -1 : matches.length) : current;
      const seq = matches[(from + by + matches.length) % matches.length];
      if (seq === undefined) return null;
      setCurrentSeq(seq);
      return { seq, lines: picture ?? letGo() };
    },
  };
}

/**
 * A server's history as stretches of time. Pure.
 *
 * Invariant: the stretches fill the window without overlap, oldest first. Where the record does not
 * say in which state the server was (the console was killed, or not yet there), the state is `null`.
 */
import type { HistoryEntry, Problem, ServerState } from "@/ipc/bindings";

/** How far back one looks. */
export const SPANS = ["hour", "day", "week"] as const;

/** One of them. */
export type Span = (typeof SPANS)[number];

/** Their lengths, milliseconds. */
export const SPAN_MS: Record<Span, number> = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** A stretch of time in one state. */
export interface Segment {
  state: ServerState | null;
  /** Milliseconds since the epoch. */
  from: number;
  to: number;
  /** Why the state was entered, where nobody asked for it. */
  problem: Problem | null;
}

/** A stretch of time. */
export interface Period {
  from: number;
  to: number;
}

/** The server as it is now. */
export interface Present {
  state: ServerState;
  /** Since when, RFC 3339. */
  since: string;
}

/** The stretches of a window of time, from a history in any order. */
export function segmentsOf(
  history: readonly HistoryEntry[],
  present: Present,
  { from, to }: Period,
): Segment[] {
  const changes = history
    .map((entry) => ({ ...entry, time: Date.parse(entry.at) }))
    .filter(({ time }) => Number.isFinite(time))
    .sort((a, b) => a.time - b.time);
  const found: Segment[] = [];
  let state: ServerState | null = changes[0]?.from ?? null;
  let problem: Problem | null = null;
  let since = Number.NEGATIVE_INFINITY;
  const close = (until: number) => {
    const start = Math.max(since, from);
    const end = Math.min(until, to);
    if (end > start) found.push({ state, from: start, to: end, problem });
  };
  for (const change of changes) {
    // It left another state than it was known to be in: what lies between was not recorded.
    if (change.from !== state) {
      state = null;
      problem = null;
    }
    close(change.time);
    since = change.time;
    state = change.to;
    problem = change.problem;
  }
  if (state !== present.state) {
    const known = Math.max(Date.parse(present.since), since);
    state = null;
    problem = null;
    close(known);
    since = known;
    state = present.state;
  }
  close(to);
  return found;
}

/** Which state is shown where several share too little room: the one that needs someone most. */
const RANK: Record<ServerState, number> = {
  failed: 6,
  backoff: 5,
  degraded: 4,
  starting: 3,
  stopping: 2,
  stopped: 1,
  up: 0,
};

const rankOf = (state: ServerState | null) => (state === null ? -1 : RANK[state]);

/**
 * The stretches as they can be drawn: those that are narrower than `least` milliseconds are drawn
 * as one with their neighbours of the same kind, in the state that needs someone most.
 */
export function drawable(segments: readonly Segment[], least: number): Segment[] {
  const drawn: Segment[] = [];
  let gathered: Segment | null = null;
  for (const segment of segments) {
    if (segment.to - segment.from >= least) {
      gathered = null;
      drawn.push(segment);
      continue;
    }
    if (gathered && segment.to - gathered.from < least * 2) {
      const worse = rankOf(segment.state) > rankOf(gathered.state);
      gathered.to = segment.to;
      if (worse) {
        gathered.state = segment.state;
        gathered.problem = segment.problem;
      }
      continue;
    }
    gathered = { ...segment };
    drawn.push(gathered);
  }
  return drawn;
}

/** The part of the recorded time that a server was up, 0 to 1; `null` where nothing was recorded. */
export function upShare(segments: readonly Segment[]): number | null {
  let up = 0;
  let known = 0;
  for (const { state, from, to } of segments) {
    if (state === null) continue;
    known += to - from;
    if (state === "up" || state === "degraded") up += to - from;
  }
  return known === 0 ? null : up / known;
}

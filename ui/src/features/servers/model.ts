/** What the window makes of a server: pure functions over what the console answers. */
import type { Problem, ServerDetail, ServerState, ServerView } from "@/ipc/bindings";

/**
 * A server as the window holds it. The console tells how long it has been up at the moment of the
 * answer; here that is the moment since when, so that the row can tick by itself.
 */
export type Row = Omit<ServerView, "uptime_ms"> & { upSince: number | null };

/** A row with its configuration and history. */
export type Detail = Row & Pick<ServerDetail, "config" | "history" | "warnings" | "exact" | "mend">;

/** What a badge shows: the state, or that it waits for approval before anything else. */
export type ShownState = ServerState | "needs_approval";

/** Answers differ by their travel time; below this it is the same start, not a new one. */
const SAME_START_MS = 1_500;

/** A row of an answer that arrived at `now`; `before` is the row as it was known. */
export function rowOf(view: ServerView, now: number, before?: Row): Row {
  const { uptime_ms, ...rest } = view;
  const since = uptime_ms === null ? null : now - uptime_ms;
  const known = before?.instance === view.instance ? before.upSince : null;
  const same = since !== null && known !== null && Math.abs(since - known) < SAME_START_MS;
  return { ...rest, upSince: same ? known : since };
}

/** A detail of an answer that arrived at `now`. */
export function detailOf(detail: ServerDetail, now: number, before?: Row): Detail {
  const { config, history, warnings, exact, mend, ...view } = detail;
  return { ...rowOf(view, now, before), config, history, warnings, exact, mend };
}

/** Whether its configuration changed since its instance was started. */
export function needsRestart(row: Row): boolean {
  return row.restart_needed;
}

/** The labels in use, each with how many servers have it, in the order of the alphabet. */
export function tagsOf(rows: readonly Pick<Row, "tags">[]): { tag: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const tag of row.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts]
    .map(([tag, count]) => ({ tag, count }))
    .sort((a, b) => a.tag.localeCompare(b.tag));
}

/** What its badge shows. */
export function shownState(row: Pick<Row, "state" | "approved">): ShownState {
  return !row.approved && row.state === "stopped" ? "needs_approval" : row.state;
}

/** Something that a person can do to a server. */
export type Action = "start" | "stop" | "restart" | "approve";

/** What can be done in a state; the first is what the row's button does. */
export function actionsFor(row: Pick<Row, "state" | "approved">): readonly Action[] {
  if (!row.approved && (row.state === "stopped" || row.state === "failed")) return ["approve"];
  switch (row.state) {
    case "stopped":
    case "failed":
      return ["start"];
    case "starting":
      return ["stop"];
    case "up":
    case "degraded":
      return ["stop", "restart"];
    case "backoff":
      return ["start", "stop"];
    case "stopping":
      return [];
  }
}

/** How urgently a person should look. */
export type Attention = "none" | "waiting" | "urgent";

/** Whether someone has to act. */
export function attentionOf(row: Pick<Row, "state" | "approved">): Attention {
  if (row.state === "failed") return "urgent";
  if (row.state === "degraded" || row.state === "backoff") return "waiting";
  return shownState(row) === "needs_approval" ? "waiting" : "none";
}

/** The problem that explains the present state; one that is over is not shown in the list. */
export function currentProblem(row: Pick<Row, "state" | "last_error">): Problem | null {
  return row.state === "failed" || row.state === "degraded" || row.state === "backoff"
    ? row.last_error
    : null;
}

/** Whether it was stopped because nobody used it, and starts when somebody does. */
export function isAsleep(row: Pick<Row, "state" | "asleep">): boolean {
  return row.state === "stopped" && row.asleep;
}

/** What is said of how it is: its state, or why that is no reason to worry. */
export function helpOf(row: Pick<Row, "state" | "approved" | "asleep">): ShownState | "asleep" {
  const shown = shownState(row);
  return shown === "stopped" && row.asleep ? "asleep" : shown;
}

/** Whether its overview tells of trouble, with the button that helps. */
export function isInTrouble(row: Pick<Row, "state" | "approved" | "last_error">): boolean {
  return (
    currentProblem(row) !== null ||
    row.state === "failed" ||
    row.state === "backoff" ||
    shownState(row) === "needs_approval"
  );
}

/** What helps against a problem. */
export type Remedy = "retry" | "restart" | "approve";

/** The one button beside an error. */
export function remedyFor(row: Pick<Row, "state" | "approved" | "last_error">): Remedy | null {
  if (shownState(row) === "needs_approval" || row.last_error?.code === "needs_approval") {
    return row.approved ? "retry" : "approve";
  }
  if (row.state === "degraded") return "restart";
  return row.state === "failed" || row.state === "backoff" ? "retry" : null;
}

/** The parts of the list that one can look at. */
export const VIEWS = ["all", "attention", "running", "stopped"] as const;

/** One of them. */
export type View = (typeof VIEWS)[number];

/** Whether a row belongs to a view. */
export function isInView(row: Pick<Row, "state" | "approved">, view: View): boolean {
  switch (view) {
    case "all":
      return true;
    case "attention":
      return attentionOf(row) !== "none";
    case "running":
      return row.state !== "stopped" && row.state !== "failed";
    case "stopped":
      return row.state === "stopped";
  }
}

/** How many rows each view has. */
export function countViews(rows: readonly Row[]): Record<View, number> {
  const counts: Record<View, number> = { all: 0, attention: 0, running: 0, stopped: 0 };
  for (const row of rows) {
    for (const view of VIEWS) if (isInView(row, view)) counts[view] += 1;
  }
  return counts;
}

/** The rows of a view with all of the tags, in which every word of the filter occurs. */
export function filterRows(
  rows: readonly Row[],
  filter: string,
  view: View,
  tags: readonly string[] = [],
): Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (!isInView(row, view)) return false;
    if (!tags.every((tag) => row.tags.includes(tag))) return false;
    if (words.length === 0) return true;
    const text = [row.name, row.id, row.target, row.description ?? "", ...row.tags]
      .join("\n")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

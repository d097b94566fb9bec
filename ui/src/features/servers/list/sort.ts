/** The order of the list. Pure. */
import { type Row, type ShownState, shownState } from "../model";
import { COLUMNS, type Column, NUMERIC } from "./columns";

export interface Sort {
  column: Column;
  direction: "asc" | "desc";
}

/** What needs someone comes first. */
const URGENCY: readonly ShownState[] = [
  "failed",
  "needs_approval",
  "degraded",
  "backoff",
  "starting",
  "stopping",
  "up",
  "stopped",
];

/** A sort as the address has it: `cpu.desc`. */
export function parseSort(text: string): Sort | null {
  const [name, direction] = text.split(".");
  const column = COLUMNS.find((one) => one === name);
  if (!column || (direction !== "asc" && direction !== "desc")) return null;
  return { column, direction };
}

/** The reverse. */
export function formatSort(sort: Sort | null): string | null {
  return sort && `${sort.column}.${sort.direction}`;
}

/** What a press on a column's name leads to: its natural order, the reverse, none. */
export function nextSort(now: Sort | null, column: Column): Sort | null {
  const natural = NUMERIC.has(column) ? "desc" : "asc";
  const reverse = natural === "asc" ? "desc" : "asc";
  if (now?.column !== column) return { column, direction: natural };
  return now.direction === natural ? { column, direction: reverse } : null;
}

/** Whether a server answers, so that its numbers are of now. */
export function isLive(row: Pick<Row, "state">): boolean {
  return row.state === "up" || row.state === "degraded";
}

/** What a column compares; `null`: there is nothing, which comes last either way. */
export function comparedOf(row: Row, column: Column): number | string | null {
  switch (column) {
    case "state":
      return URGENCY.indexOf(shownState(row));
    case "name":
      return row.name;
    case "detail":
      return row.target;
    case "tools":
      return isLive(row) ? row.counts.tools : null;
    case "cpu":
      return row.usage?.cpu_percent ?? null;
    case "memory":
      return row.usage?.memory_bytes ?? null;
    case "latency":
      return isLive(row) ? row.health.latency_ms : null;
    case "uptime":
      // Longer ago is longer up.
      return isLive(row) && row.upSince !== null ? -row.upSince : null;
    case "restarts":
      return row.restarts;
  }
}

/** The rows in order; equal ones stay as they were. */
export function sortRows(rows: readonly Row[], sort: Sort | null, locale: string): readonly Row[] {
  if (!sort) return rows;
  const words = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
  const sign = sort.direction === "asc" ? 1 : -1;
  const keyed = rows.map((row) => ({ row, value: comparedOf(row, sort.column) }));
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) {
      return Number(a.value === null) - Number(b.value === null);
    }
    if (typeof a.value === "string" || typeof b.value === "string") {
      return sign * words.compare(String(a.value), String(b.value));
    }
    return sign * (a.value - b.value);
  });
  return keyed.map(({ row }) => row);
}

/** The order of the list. Pure. */
import type { KeyKind, KeyTestOutcome } from "@/ipc/bindings";
import { kindOf } from "../kinds";
import type { Row, ShownStatus } from "../model";
import { COLUMNS, type Column } from "./columns";

export interface Sort {
  column: Column;
  direction: "asc" | "desc";
}

/** What needs someone comes first. */
const STATUSES: readonly ShownStatus[] = ["missing", "lost", "unavailable", "ready"];
const OUTCOMES: readonly KeyTestOutcome[] = [
  "refused",
  "unclear",
  "unreachable",
  "rate_limited",
  "works",
];

/** A sort as the address has it: `name.desc`. */
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
  const natural = column === "used_by" || column === "last_used" ? "desc" : "asc";
  const reverse = natural === "asc" ? "desc" : "asc";
  if (now?.column !== column) return { column, direction: natural };
  return now.direction === natural ? { column, direction: reverse } : null;
}

/** What a column compares; `null`: there is nothing, which comes last either way. */
function comparedOf(
  row: Row,
  column: Column,
  nameOfKind: (kind: KeyKind) => string,
): number | string | null {
  const { key } = row;
  switch (column) {
    case "name":
      return row.name;
    case "status":
      return STATUSES.indexOf(row.status);
    case "kind":
      return key && nameOfKind(kindOf(key.target));
    case "test":
      return key?.last_test ? OUTCOMES.indexOf(key.last_test.outcome) : null;
    case "used_by":
      return row.usedBy.length;
    case "last_used":
      return key?.last_used_at ? Date.parse(key.last_used_at) : null;
  }
}

/** The rows in order; names that no key has stay above, and equal rows stay as they were. */
export function sortRows(
  rows: readonly Row[],
  sort: Sort | null,
  locale: string,
  nameOfKind: (kind: KeyKind) => string,
): readonly Row[] {
  if (!sort) return rows;
  const words = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
  const sign = sort.direction === "asc" ? 1 : -1;
  const keyed = rows.map((row) => ({ row, value: comparedOf(row, sort.column, nameOfKind) }));
  keyed.sort((a, b) => {
    const above = Number(b.row.key === null) - Number(a.row.key === null);
    if (above !== 0) return above;
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

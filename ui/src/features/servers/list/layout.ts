/** How the list is laid out in the width that it has. */

/** A table with every column, one with fewer, or a stack of two-line rows. */
export type Layout = "wide" | "narrow" | "stacked";

/** Widths of the list, pixels, from which each layout has room. */
const WIDE_FROM = 920;
const NARROW_FROM = 700;

/** The layout for a width; `null`: not measured yet. */
export function layoutFor(width: number | null): Layout {
  if (width === null || width >= WIDE_FROM) return "wide";
  return width >= NARROW_FROM ? "narrow" : "stacked";
}

/** Heights of a row, pixels. */
export const ROW_HEIGHT: Record<Layout, number> = { wide: 36, narrow: 36, stacked: 60 };

/** The columns of each layout, in order. */
export const COLUMNS = {
  wide: ["state", "name", "detail", "uptime", "restarts", "tools", "cpu", "memory", "actions"],
  narrow: ["state", "name", "detail", "uptime", "tools", "actions"],
  stacked: [],
} as const satisfies Record<Layout, readonly string[]>;

/** Columns of numbers, set to be compared. */
export const NUMERIC: ReadonlySet<string> = new Set([
  "uptime",
  "restarts",
  "tools",
  "cpu",
  "memory",
]);

/** The grid of each layout. */
export const GRID: Record<Layout, string> = {
  wide: "grid grid-cols-(--columns-wide) items-center",
  narrow: "grid grid-cols-(--columns-narrow) items-center",
  stacked: "",
};

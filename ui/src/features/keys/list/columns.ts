/** The columns of the list: what they are, how wide, and which have room. Pure. */

/** Every column that shows something of a key, in order. */
export const COLUMNS = ["name", "status", "kind", "test", "used_by", "last_used"] as const;

/** One of them. */
export type Column = (typeof COLUMNS)[number];

/** Columns of numbers and times, set at the right. */
export const NUMERIC: ReadonlySet<Column> = new Set(["last_used"]);

/** Which leave first where there is no room for all. */
const LEAVING: readonly Column[] = ["last_used", "kind", "used_by"];

/** Widths: pixels that are at least needed, and the share of what is left. */
const WIDTHS: Readonly<Record<Column, { min: number; grow: number }>> = {
  name: { min: 176, grow: 1.4 },
  status: { min: 118, grow: 0 },
  kind: { min: 124, grow: 0.5 },
  test: { min: 190, grow: 1.6 },
  used_by: { min: 136, grow: 0.9 },
  last_used: { min: 96, grow: 0 },
};
const ACTIONS = 52;

/** What is shown, and the grid that it stands in. */
export interface TableLayout {
  columns: readonly Column[];
  /** For `grid-template-columns`, with the actions after. */
  template: string;
}

/** The columns that have room in `width` pixels. */
export function layOut(width: number): TableLayout {
  const shown = new Set<Column>(COLUMNS);
  const needed = () => [...shown].reduce((sum, column) => sum + WIDTHS[column].min, ACTIONS);
  for (const column of LEAVING) {
    if (needed() <= width) break;
    shown.delete(column);
  }
  const columns = COLUMNS.filter((column) => shown.has(column));
  const tracks = columns.map((column) => {
    const { min, grow } = WIDTHS[column];
    return grow === 0 ? `${min}px` : `minmax(${min}px, ${grow}fr)`;
  });
  return { columns, template: [...tracks, `${ACTIONS}px`].join(" ") };
}

/** Width of the list, pixels, from which a table has room; below it rows have two lines. */
export const TABLE_FROM = 620;

/** Heights of a row, pixels. */
export const ROW_HEIGHT = {
  table: { comfortable: 36, compact: 32 },
  stacked: { comfortable: 60, compact: 52 },
} as const;

/** Height of the names of the columns, pixels. */
export const HEADER_HEIGHT = 32;

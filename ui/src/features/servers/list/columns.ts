/** The columns of the list: what they are, how wide, and which have room. Pure. */

/** Every column that shows something of a server, in order. */
export const COLUMNS = [
  "state",
  "name",
  "detail",
  "tools",
  "cpu",
  "memory",
  "latency",
  "uptime",
  "restarts",
] as const;

/** One of them. */
export type Column = (typeof COLUMNS)[number];

/** Columns that a person can hide; the others say which server it is. */
export const OPTIONAL = ["tools", "cpu", "memory", "latency", "uptime", "restarts"] as const;

/** One of them. */
export type OptionalColumn = (typeof OPTIONAL)[number];

/** Columns of numbers, set to be compared. */
export const NUMERIC: ReadonlySet<Column> = new Set(OPTIONAL);

/** Which leave first where there is no room for all. */
const LEAVING: readonly OptionalColumn[] = [
  "restarts",
  "uptime",
  "memory",
  "cpu",
  "latency",
  "tools",
];

/** Widths, pixels: of the columns before and after, of what is at least needed, of each number. */
const SELECT = 34;
const STATE = 134;
const NAME = { min: 150, grow: 1 };
const DETAIL = { min: 256, grow: 2.4 };
const ACTIONS = 64;
const NUMBER: Record<OptionalColumn, number> = {
  tools: 52,
  cpu: 54,
  memory: 72,
  latency: 102,
  uptime: 70,
  restarts: 60,
};
/** A header in small type: about this wide for each letter, and the padding of its cell. */
const LETTER = 7.4;
const PADDING = 18;

/** How wide a column of numbers is under a header of so many letters. */
function widthOf(column: OptionalColumn, label: string): number {
  return Math.max(NUMBER[column], Math.ceil(label.length * LETTER + PADDING));
}

/** The names of the columns, as they are shown. */
export type Labels = Readonly<Record<Column, string>>;

/** What is shown, and the grid that it stands in. */
export interface TableLayout {
  columns: readonly Column[];
  /** For `grid-template-columns`, with the boxes before and the actions after. */
  template: string;
}

/** The columns that were not hidden and have room in `width` pixels. */
export function layOut(width: number, labels: Labels, hidden: ReadonlySet<string>): TableLayout {
  const wanted = new Set(OPTIONAL.filter((column) => !hidden.has(column)));
  const fixed = SELECT + STATE + NAME.min + DETAIL.min + ACTIONS;
  const needed = () =>
    [...wanted].reduce((sum, column) => sum + widthOf(column, labels[column]), fixed);
  for (const column of LEAVING) {
    if (needed() <= width) break;
    wanted.delete(column);
  }
  const columns = COLUMNS.filter(
    (column) => !NUMERIC.has(column) || wanted.has(column as OptionalColumn),
  );
  const tracks = columns.map((column) => {
    switch (column) {
      case "state":
        return `${STATE}px`;
      case "name":
        return `minmax(${NAME.min}px, ${NAME.grow}fr)`;
      case "detail":
        return `minmax(${DETAIL.min}px, ${DETAIL.grow}fr)`;
      default:
        return `${widthOf(column, labels[column])}px`;
    }
  });
  return { columns, template: [`${SELECT}px`, ...tracks, `${ACTIONS}px`].join(" ") };
}

/** Width of the list, pixels, from which a table has room; below it rows have two lines. */
export const TABLE_FROM = 640;

/** Heights of a row, pixels. */
export const ROW_HEIGHT = {
  table: { comfortable: 36, compact: 32 },
  stacked: { comfortable: 60, compact: 52 },
} as const;

/** Height of the names of the columns, pixels. */
export const HEADER_HEIGHT = 32;

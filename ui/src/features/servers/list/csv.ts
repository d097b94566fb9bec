/** The list as CSV (RFC 4180): names of columns for programs, exact values, one unit a column. */
import type { Row } from "../model";
import type { Column } from "./columns";
import { isLive } from "./sort";

type Cell = string | number | null;

const FIELDS: Record<Column, readonly [string, (row: Row, now: number) => Cell][]> = {
  state: [["state", (row) => row.state]],
  name: [
    ["id", (row) => row.id],
    ["name", (row) => row.name],
    ["tags", (row) => row.tags.join(" ")],
  ],
  detail: [
    ["command_or_url", (row) => row.target],
    ["last_error", (row) => row.last_error?.message ?? null],
  ],
  tools: [["tools", (row) => (isLive(row) ? row.counts.tools : null)]],
  cpu: [["cpu_percent", (row) => row.usage?.cpu_percent ?? null]],
  memory: [["memory_bytes", (row) => row.usage?.memory_bytes ?? null]],
  latency: [["latency_ms", (row) => (isLive(row) ? row.health.latency_ms : null)]],
  uptime: [
    [
      "uptime_s",
      (row, now) =>
        isLive(row) && row.upSince !== null ? Math.floor((now - row.upSince) / 1_000) : null,
    ],
  ],
  restarts: [["restarts", (row) => row.restarts]],
};

/** The rows with the columns that are shown, in their order. */
export function csvOf(rows: readonly Row[], columns: readonly Column[], now: number): string {
  const fields = columns.flatMap((column) => FIELDS[column]);
  const lines = [
    fields.map(([name]) => name),
    ...rows.map((row) => fields.map(([, value]) => value(row, now))),
  ];
  return lines.map((line) => `${line.map(cellOf).join(",")}\r\n`).join("");
}

/** One cell. Text that a spreadsheet would run as a formula is made text. */
function cellOf(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

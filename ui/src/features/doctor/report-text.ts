/** The report as text, to be put into a bug report. */
import type { DoctorReport } from "@/ipc/bindings";

/** The whole report as the command line prints it. */
export function reportAsJson(report: DoctorReport): string {
  return JSON.stringify(report, null, 2);
}

const COLUMNS = ["id", "status", "message", "fix"] as const;

/** A table with a line for each check, by RFC 4180. */
export function reportAsCsv(report: DoctorReport): string {
  const lines = report.checks.map((check) => COLUMNS.map((column) => cell(check[column] ?? "")));
  return [COLUMNS.join(","), ...lines.map((cells) => cells.join(","))].join("\r\n");
}

/** A value; one that a spreadsheet would take for a formula is made a text. */
function cell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

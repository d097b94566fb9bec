/** What the dialog makes of a preview: pure functions. */
import type { ImportEntry, ImportPreview, ImportSource } from "@/ipc/bindings";

/** Where servers are read from: what is typed, or something that is named instead of shown. */
export type Chosen =
  | { kind: "typed"; text: string }
  /** A file that was dropped or opened, or a paste too long for the field. */
  | { kind: "text"; name: string; text: string }
  /** Something on this machine that the console reads. */
  | { kind: "found"; name: string; source: ImportSource };

/** Letters that a text field still bears; a longer text is named and not shown. */
export const MAX_TYPED = 100_000;

/** Bytes of a file that is read; the console's own bound. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** Entries that are shown before one asks for more. */
export const SHOWN_AT_ONCE = 100;

/** What the console is asked to read; `null`: nothing is there. */
export function sourceOf(chosen: Chosen): ImportSource | null {
  if (chosen.kind === "found") return chosen.source;
  return chosen.text.trim() === "" ? null : { kind: "text", text: chosen.text };
}

/** Whether an entry can be added. */
export function canBeAdded(entry: Pick<ImportEntry, "verdict">): boolean {
  return entry.verdict === "new" || entry.verdict === "name_taken";
}

/** The fields of the entries that will be added. */
export function selected(
  preview: ImportPreview | null,
  unchecked: ReadonlySet<string>,
): readonly string[] {
  const entries = preview?.entries ?? [];
  return entries
    .filter((entry) => canBeAdded(entry) && !unchecked.has(entry.field))
    .map((entry) => entry.field);
}

/** Where a problem says that a text is wrong. */
export function placeOf(details: unknown): { line: number; column: number } | null {
  if (typeof details !== "object" || details === null) return null;
  if (!("line" in details && "column" in details)) return null;
  const { line, column } = details;
  return typeof line === "number" && typeof column === "number" ? { line, column } : null;
}

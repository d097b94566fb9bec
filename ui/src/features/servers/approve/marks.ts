/** Finds in an exact command the words that a warning is about. Pure. */
import type { CommandWarning } from "@/ipc/bindings";

/** A part of a word, and whether a warning is about it. */
export interface Segment {
  text: string;
  marked: boolean;
}

/** Each word in segments. Words of a warning that are not found leave no mark. */
export function segmentsOf(
  exact: readonly string[],
  warnings: readonly CommandWarning[],
): Segment[][] {
  const marks: [number, number][][] = exact.map(() => []);
  for (const { words } of warnings) {
    if (words === "") continue;
    exact.forEach((word, at) => {
      for (let i = 0; i < runFrom(exact, at, words); i += 1) {
        marks[at + i]?.push([0, exact[at + i]?.length ?? 0]);
      }
      // Several words may stand inside one: the text that a shell is given.
      const within = word.indexOf(words);
      if (within >= 0) marks[at]?.push([within, within + words.length]);
    });
  }
  return exact.map((word, i) => cut(word, marks[i] ?? []));
}

/** How many words, from this one on, are the given ones; none: 0. */
function runFrom(exact: readonly string[], at: number, words: string): number {
  let run = "";
  for (let count = 1; at + count <= exact.length && run.length < words.length; count += 1) {
    run = exact.slice(at, at + count).join(" ");
    if (run === words) return count;
  }
  return 0;
}

function cut(word: string, marks: readonly [number, number][]): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const [from, to] of [...marks].sort((a, b) => a[0] - b[0])) {
    const begin = Math.max(at, from);
    if (begin >= to) continue;
    if (begin > at) segments.push({ text: word.slice(at, begin), marked: false });
    segments.push({ text: word.slice(begin, to), marked: true });
    at = to;
  }
  if (at < word.length || segments.length === 0) {
    segments.push({ text: word.slice(at), marked: false });
  }
  return segments;
}

/**
 * Finds a text in a growing log. Each line is looked at once, so that a search costs no more
 * while lines pour in than before.
 */
import type { Lines } from "./log-buffer";

export class LogSearch {
  readonly #needle: string;
  /** Numbers of the lines that match, rising. */
  #matches: number[] = [];
  #seen = 0;

  constructor(query: string) {
    this.#needle = query.toLowerCase();
  }

  /** The line numbers that match, oldest first, after a look at what is new in `lines`. */
  update(lines: Lines): readonly number[] {
    if (this.#needle === "") return this.#matches;
    const fresh: number[] = [];
    for (let i = firstAfter(lines, this.#seen); i < lines.length; i += 1) {
      const line = lines.at(i);
      if (line?.text.toLowerCase().includes(this.#needle)) fresh.push(line.seq);
    }
    this.#seen = Math.max(this.#seen, lines.at(lines.length - 1)?.seq ?? 0);
    const oldest = lines.at(0)?.seq ?? 0;
    const held = this.#matches.findIndex((seq) => seq >= oldest);
    const gone = held < 0 ? this.#matches.length : held;
    // The same answer keeps its identity, so that nothing is drawn again for it.
    if (gone > 0 || fresh.length > 0) this.#matches = [...this.#matches.slice(gone), ...fresh];
    return this.#matches;
  }
}

/** The index of the first line whose number is greater than `seq`, by halving. */
export function firstAfter(lines: Lines, seq: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lines.at(middle)?.seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A text cut where a query occurs: every second piece is an occurrence. */
export function cutAt(text: string, query: string): string[] {
  if (query === "") return [text];
  const needle = query.toLowerCase();
  const haystack = text.toLowerCase();
  // Lower case can be longer (İ); then positions do not fit and nothing is marked.
  if (haystack.length !== text.length) return [text];
  const pieces: string[] = [];
  let from = 0;
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, from)) {
    pieces.push(text.slice(from, at), text.slice(at, at + needle.length));
    from = at + needle.length;
  }
  pieces.push(text.slice(from));
  return pieces;
}

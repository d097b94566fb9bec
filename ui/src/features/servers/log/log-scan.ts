/**
 * Finds the lines of a growing log that one wants. Each line is looked at once, a slice at a time,
 * so that a search through everything never holds up a frame, and lines that pour in cost no more
 * than themselves.
 */
import { firstAfter, type Lines, type LogEntry } from "./log-buffer";

/** Lines looked at between two looks at the clock. */
const STRIDE = 512;
/** What has left is cut off once it is so much, and more than half. */
const MIN_CUT = 1_024;

export class LogScan implements Lines {
  readonly #wanted: (line: LogEntry) => boolean;
  #found: LogEntry[] = [];
  #head = 0;
  #seen = 0;
  #done = false;

  constructor(wanted: (line: LogEntry) => boolean) {
    this.#wanted = wanted;
  }

  /** How many lines were found. */
  get length(): number {
    return this.#found.length - this.#head;
  }

  /** A line that was found, oldest first. */
  at(index: number): LogEntry | undefined {
    return index < 0 ? undefined : this.#found[this.#head + index];
  }

  /** Whether everything was looked at. */
  get done(): boolean {
    return this.#done;
  }

  /** Looks at what is new in `lines` while there is time; whether everything was looked at. */
  advance(lines: Lines, hasTime: () => boolean): boolean {
    this.#forget(lines.at(0)?.seq ?? Number.POSITIVE_INFINITY);
    let index = firstAfter(lines, this.#seen);
    while (index < lines.length) {
      const stop = Math.min(index + STRIDE, lines.length);
      for (; index < stop; index += 1) {
        const line = lines.at(index);
        if (line && line.skipped === 0 && this.#wanted(line)) this.#found.push(line);
      }
      this.#seen = lines.at(index - 1)?.seq ?? this.#seen;
      if (index < lines.length && !hasTime()) break;
    }
    this.#done = index >= lines.length;
    return this.#done;
  }

  /** Lets go of what is older than the log now is. */
  #forget(oldest: number): void {
    while (this.#head < this.#found.length && (this.#found[this.#head]?.seq ?? 0) < oldest) {
      this.#head += 1;
    }
    if (this.#head > MIN_CUT && this.#head * 2 > this.#found.length) {
      this.#found = this.#found.slice(this.#head);
      this.#head = 0;
    }
  }
}

/** Whether a text contains the query, letter case aside; the query is in lower case. */
export function contains(text: string, query: string): boolean {
  return text.toLowerCase().includes(query);
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

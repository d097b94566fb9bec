/**
 * The lines of one server's log that the window holds: a ring, to which adding costs the same
 * however full it is.
 *
 * Invariants: at most `capacity` entries of at most `maxChars` characters together; numbers rise
 * strictly (a batch that overlaps what is known adds only what is new); where numbers are missing
 * stands a gap that says how many.
 */
import type { LogLine, LogStream } from "@/ipc/bindings";
import { type LogLevel, levelOf } from "./level";
import { plainText } from "./plain-text";

/** Entries that the window keeps of one log. */
export const MAX_LOG_LINES = 100_000;
/** Characters that it keeps of one log: a log of long lines would else take the memory. */
export const MAX_LOG_CHARS = 32 * 1024 * 1024;

/** A line as it is shown, or a place where lines are missing. */
export interface LogEntry {
  /** Its number; of a gap, the last one that is missing. */
  seq: number;
  at: string;
  stream: LogStream;
  /** Without escape sequences; see `plain-text.ts`. */
  text: string;
  level: LogLevel | null;
  /** Lines that are missing here; 0: this is a line. */
  skipped: number;
}

/** A view of entries, oldest first. */
export interface Lines {
  readonly length: number;
  at(index: number): LogEntry | undefined;
}

/** How much a buffer holds. */
export interface LogBounds {
  capacity?: number;
  maxChars?: number;
}

export class LogBuffer implements Lines {
  readonly #ring: (LogEntry | undefined)[] = [];
  readonly #capacity: number;
  readonly #maxChars: number;
  #start = 0;
  #length = 0;
  #gaps = 0;
  #chars = 0;
  #last = 0;
  #at = "";
  #changed: () => void = () => {};

  constructor({ capacity = MAX_LOG_LINES, maxChars = MAX_LOG_CHARS }: LogBounds = {}) {
    this.#capacity = capacity;
    this.#maxChars = maxChars;
  }

  /** Entries, gaps included. */
  get length(): number {
    return this.#length;
  }

  /** Lines, without gaps. */
  get lineCount(): number {
    return this.#length - this.#gaps;
  }

  /** The number of the newest line that was ever added, 0 where none was. */
  get lastSeq(): number {
    return this.#last;
  }

  at(index: number): LogEntry | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    return this.#ring[(this.#start + index) % this.#capacity];
  }

  /** Adds what is newer than everything known; the oldest lines make room. */
  append(lines: readonly LogLine[]): void {
    const before = this.#last;
    for (const { seq, at: time, stream, text } of lines) {
      if (seq <= this.#last) continue;
      // Lines of a flood share their moments: one text is kept for all of them.
      if (time !== this.#at) this.#at = time;
      const at = this.#at;
      const skipped = this.#last === 0 ? 0 : seq - this.#last - 1;
      if (skipped > 0) {
        this.#push({ seq: seq - 1, at, stream, text: "", level: null, skipped });
      }
      const plain = plainText(text);
      this.#push({ seq, at, stream, text: plain, level: levelOf(plain), skipped: 0 });
      this.#last = seq;
    }
    if (this.#last !== before) this.#changed();
  }

  /** Forgets the lines; their numbers do not come again. */
  clear(): void {
    this.#ring.length = 0;
    this.#start = 0;
    this.#length = 0;
    this.#gaps = 0;
    this.#chars = 0;
    this.#changed();
  }

  /** The entries as they are now; later appends do not change them. */
  snapshot(): Lines {
    const entries: LogEntry[] = [];
    for (let i = 0; i < this.#length; i += 1) {
      const entry = this.at(i);
      if (entry) entries.push(entry);
    }
    return entries;
  }

  /** Whom to tell of changes; one at a time. */
  onChange(changed: () => void): void {
    this.#changed = changed;
  }

  #push(entry: LogEntry): void {
    while (
      this.#length > 0 &&
      (this.#length >= this.#capacity || this.#chars + entry.text.length > this.#maxChars)
    ) {
      this.#drop();
    }
    this.#ring[(this.#start + this.#length) % this.#capacity] = entry;
    this.#length += 1;
    this.#chars += entry.text.length;
    if (entry.skipped > 0) this.#gaps += 1;
  }

  #drop(): void {
    const oldest = this.#ring[this.#start];
    this.#ring[this.#start] = undefined;
    this.#start = (this.#start + 1) % this.#capacity;
    this.#length -= 1;
    this.#chars -= oldest?.text.length ?? 0;
    if (oldest && oldest.skipped > 0) this.#gaps -= 1;
  }
}

/** The index of the first entry whose number is greater than `seq`, by halving. */
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

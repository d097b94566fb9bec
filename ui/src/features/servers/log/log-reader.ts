/**
 * How someone reads a log: what is shown of it, and where one is. It lives outside of React, which
 * hears of it at most once a frame, however many lines arrive.
 *
 * While it follows, what is shown is the log itself. When the reader scrolls up, or pauses, it
 * becomes a still picture, so that nothing moves under the eyes, and what comes is counted.
 */
import type { LogStream } from "@/ipc/bindings";
import type { LogLevel } from "./level";
import { firstAfter, type Lines, type LogBuffer, type LogEntry } from "./log-buffer";
import { contains, LogScan } from "./log-scan";

/** Time that looking for lines may take of a frame, milliseconds. */
const SLICE_MS = 6;

/** `paused` ends when one asks for it; `reading` also when one scrolls back to the end. */
export type ReadingMode = "following" | "reading" | "paused";

/** A line's level, or that it has none. */
export type LevelChoice = LogLevel | "none";

/** Calls back before the next frame, and tells the time; injected, since a test has no frames. */
export interface Frames {
  next: (run: () => void) => void;
  now: () => number;
}

const BROWSER: Frames = {
  next: (run) => requestAnimationFrame(run),
  now: () => performance.now(),
};

export class LogReader {
  readonly buffer: LogBuffer;
  readonly #frames: Frames;
  readonly #watchers = new Set<() => void>();
  #settings = 0;
  #asked = false;
  #mode: ReadingMode = "following";
  #picture: Lines | null = null;
  #query = "";
  #onlyMatches = false;
  #hiddenLevels: ReadonlySet<LevelChoice> = new Set();
  #hiddenStreams: ReadonlySet<LogStream> = new Set();
  #filter: LogScan | null = null;
  #search: LogScan | null = null;
  #currentSeq: number | null = null;

  constructor(buffer: LogBuffer, frames: Frames = BROWSER) {
    this.buffer = buffer;
    this.#frames = frames;
    buffer.onChange(() => this.#ask());
  }

  /** What is shown: everything, or what the filters leave. */
  get lines(): Lines {
    if (this.#onlyMatches && this.#search) return this.#search;
    return this.#filter ?? this.#source;
  }

  /** Changes whenever other lines are shown, or the same ones differently. */
  get shown(): string {
    const { lines } = this;
    return `${this.#settings} ${lines.length} ${lines.at(lines.length - 1)?.seq ?? 0}`;
  }

  /** The lines that match the search. */
  get matches(): Lines {
    return this.#search ?? NONE;
  }

  /** Whether every line was compared with the search. */
  get searched(): boolean {
    return this.#search?.done ?? true;
  }

  /** The match that is looked at, an index; -1: none. */
  get current(): number {
    if (this.#currentSeq === null) return -1;
    const index = firstAfter(this.matches, this.#currentSeq - 1);
    return this.matches.at(index)?.seq === this.#currentSeq ? index : -1;
  }

  get currentSeq(): number | null {
    return this.#currentSeq;
  }

  get mode(): ReadingMode {
    return this.#mode;
  }

  /** Lines that came since the picture was taken. */
  get waiting(): number {
    if (!this.#picture) return 0;
    const last = this.#picture.at(this.#picture.length - 1)?.seq ?? 0;
    return this.buffer.length - firstAfter(this.buffer, last);
  }

  get query(): string {
    return this.#query;
  }

  get onlyMatches(): boolean {
    return this.#onlyMatches;
  }

  get hiddenLevels(): ReadonlySet<LevelChoice> {
    return this.#hiddenLevels;
  }

  get hiddenStreams(): ReadonlySet<LogStream> {
    return this.#hiddenStreams;
  }

  /** Whether something is left out of what is shown. */
  get filtered(): boolean {
    return this.lines !== this.#source;
  }

  setQuery(query: string): void {
    const sought = query.trim().toLowerCase();
    if (sought === this.#query) return;
    this.#query = sought;
    this.#currentSeq = null;
    this.#rescan();
  }

  setOnlyMatches(only: boolean): void {
    if (only === this.#onlyMatches) return;
    this.#onlyMatches = only;
    this.#changed();
  }

  /** Hides lines by level and by where they come from. */
  hide(levels: ReadonlySet<LevelChoice>, streams: ReadonlySet<LogStream>): void {
    this.#hiddenLevels = levels;
    this.#hiddenStreams = streams;
    this.#rescan();
  }

  follow(): void {
    this.#mode = "following";
    this.#picture = null;
    this.#scan();
    this.#changed();
  }

  /** Holds still: until one comes back to the end, or until one asks. */
  holdStill(mode: "reading" | "paused"): void {
    this.#picture ??= this.buffer.snapshot();
    this.#mode = mode;
    this.#changed();
  }

  /** Forgets what is shown; new lines come. */
  clear(): void {
    this.#currentSeq = null;
    this.#picture = null;
    this.#mode = "following";
    this.buffer.clear();
    this.#rescan();
  }

  /** Goes to the next (1) or previous (-1) match, round the end: its index in `lines`. */
  step(by: 1 | -1): number | null {
    const { matches } = this;
    if (matches.length === 0) return null;
    const { current } = this;
    // Without a present match one begins at the newest.
    const index =
      current < 0 ? matches.length - 1 : (current + by + matches.length) % matches.length;
    this.#currentSeq = matches.at(index)?.seq ?? null;
    if (this.#currentSeq === null) return null;
    if (this.#mode === "following") this.holdStill("reading");
    else this.#changed();
    return firstAfter(this.lines, this.#currentSeq - 1);
  }

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  };

  get #source(): Lines {
    return this.#picture ?? this.buffer;
  }

  #rescan(): void {
    const passes = this.#passes();
    const query = this.#query;
    this.#filter = passes && new LogScan(passes);
    this.#search =
      query === ""
        ? null
        : new LogScan((line) => (passes?.(line) ?? true) && contains(line.text, query));
    this.#scan();
    this.#changed();
  }

  #passes(): ((line: LogEntry) => boolean) | null {
    const levels = this.#hiddenLevels;
    const streams = this.#hiddenStreams;
    if (levels.size === 0 && streams.size === 0) return null;
    return (line) => !levels.has(line.level ?? "none") && !streams.has(line.stream);
  }

  /** Looks at lines for a slice of time, and goes on in the next frame where that is not enough. */
  #scan(): void {
    const end = this.#frames.now() + SLICE_MS;
    const hasTime = () => this.#frames.now() < end;
    const filtered = this.#filter?.advance(this.#source, hasTime) ?? true;
    const searched = this.#search?.advance(this.#source, hasTime) ?? true;
    if (!filtered || !searched) this.#ask();
  }

  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#frames.next(() => {
      this.#asked = false;
      this.#scan();
      this.#tell();
    });
  }

  /** Tells of what a person did, at once. */
  #changed(): void {
    this.#settings += 1;
    this.#tell();
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}

const NONE: Lines = [];

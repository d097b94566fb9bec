/**
 * The lines of one server's log that the window holds, bounded, and told to React once a frame.
 *
 * Invariants: at most `capacity` lines; line numbers rise strictly (a batch that overlaps what is
 * known adds only what is new); any number of batches between two frames costs one notification.
 */
import type { LogLine } from "@/ipc/bindings";

/** Lines that the window keeps of one log. */
export const MAX_LOG_LINES = 20_000;

/** Calls back before the next frame; injected, since a test has no frames. */
export type NextFrame = (run: () => void) => void;

/** A view of lines, oldest first. */
export interface Lines {
  readonly length: number;
  at(index: number): LogLine | undefined;
}

export class LogBuffer implements Lines {
  readonly #ring: (LogLine | undefined)[] = [];
  readonly #capacity: number;
  readonly #nextFrame: NextFrame;
  readonly #watchers = new Set<() => void>();
  #start = 0;
  #version = 0;
  #announced = false;

  constructor(
    capacity = MAX_LOG_LINES,
    nextFrame: NextFrame = (run) => requestAnimationFrame(run),
  ) {
    this.#capacity = capacity;
    this.#nextFrame = nextFrame;
  }

  get length(): number {
    return this.#ring.length;
  }

  /** The number of the newest line, 0 where there is none. */
  get lastSeq(): number {
    return this.at(this.length - 1)?.seq ?? 0;
  }

  at(index: number): LogLine | undefined {
    if (index < 0 || index >= this.#ring.length) return undefined;
    return this.#ring[(this.#start + index) % this.#capacity];
  }

  /** Adds what is newer than everything known; the oldest lines make room. */
  append(lines: readonly LogLine[]): void {
    let last = this.lastSeq;
    let added = false;
    for (const line of lines) {
      if (line.seq <= last) continue;
      last = line.seq;
      added = true;
      if (this.#ring.length < this.#capacity) {
        this.#ring.push(line);
      } else {
        this.#ring[this.#start] = line;
        this.#start = (this.#start + 1) % this.#capacity;
      }
    }
    if (added) this.#announce();
  }

  /** The lines as they are now; later appends do not change it. */
  snapshot(): Lines {
    return Array.from({ length: this.length }, (_, i) => this.at(i)).filter(
      (line): line is LogLine => line !== undefined,
    );
  }

  /** Changes with every frame in which lines were added. */
  readonly version = (): number => this.#version;

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  };

  #announce(): void {
    if (this.#announced) return;
    this.#announced = true;
    this.#nextFrame(() => {
      this.#announced = false;
      this.#version += 1;
      for (const watcher of this.#watchers) watcher();
    });
  }
}

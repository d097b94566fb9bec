import { expect, it } from "vitest";
import type { LogLine } from "@/ipc/bindings";
import { type Lines, LogBuffer } from "./log-buffer";
import { LogReader } from "./log-reader";
import { cutAt, LogScan } from "./log-scan";

function lines(from: number, to: number, text = "line"): LogLine[] {
  return Array.from({ length: to - from + 1 }, (_, i) => ({
    seq: from + i,
    at: "2026-01-01T00:00:00.000Z",
    stream: i % 2 === 0 ? ("stderr" as const) : ("stdout" as const),
    text: `${text} ${from + i}`,
  }));
}

/** Frames that pass when told to, and a clock that moves a little with each look at it. */
function frames(msPerLook = 0) {
  const waiting: (() => void)[] = [];
  let now = 0;
  return {
    waiting,
    next: (run: () => void) => {
      waiting.push(run);
    },
    now: () => {
      now += msPerLook;
      return now;
    },
    pass: () => {
      for (const run of waiting.splice(0)) run();
    },
  };
}

function reading(capacity = 1_000, msPerLook = 0) {
  const clock = frames(msPerLook);
  const buffer = new LogBuffer({ capacity });
  const reader = new LogReader(buffer, clock);
  return { clock, buffer, reader };
}

const seqs = (view: Lines) => Array.from({ length: view.length }, (_, i) => view.at(i)?.seq);

it("tells of any number of batches once a frame", () => {
  const { clock, buffer, reader } = reading(20_000);
  let told = 0;
  const stop = reader.subscribe(() => {
    told += 1;
  });
  for (let i = 0; i < 1_000; i += 1) buffer.append(lines(i * 100 + 1, i * 100 + 100));
  expect(clock.waiting).toHaveLength(1);
  clock.pass();
  expect(told).toBe(1);
  expect(reader.lines.length).toBe(20_000);
  stop();
});

it("holds still while one reads, counts what waits, and catches up", () => {
  const { clock, buffer, reader } = reading();
  buffer.append(lines(1, 10));
  reader.holdStill("reading");
  buffer.append(lines(11, 322));
  clock.pass();
  expect(reader.lines.length).toBe(10);
  expect(reader.waiting).toBe(312);
  reader.follow();
  expect(reader.lines.length).toBe(322);
  expect(reader.waiting).toBe(0);
});

it("searches without regard to case, goes round, and begins at the newest", () => {
  const { buffer, reader } = reading();
  buffer.append([...lines(1, 1, "error"), ...lines(2, 4), ...lines(5, 5, "an Error")]);
  reader.setQuery("  ERROR ");
  expect(seqs(reader.matches)).toEqual([1, 5]);
  expect(reader.current).toBe(-1);
  expect(reader.step(1)).toBe(4);
  expect(reader.mode).toBe("reading");
  expect(reader.current).toBe(1);
  expect(reader.step(1)).toBe(0);
  expect(reader.step(-1)).toBe(4);
  reader.setQuery("nothing of the kind");
  expect(reader.step(1)).toBeNull();
  expect(reader.searched).toBe(true);
});

it("shows only what matches, and finds its place in that", () => {
  const { buffer, reader } = reading();
  buffer.append([
    ...lines(1, 3),
    ...lines(4, 4, "needle"),
    ...lines(5, 8),
    ...lines(9, 9, "needle"),
  ]);
  reader.setQuery("needle");
  reader.setOnlyMatches(true);
  expect(seqs(reader.lines)).toEqual([4, 9]);
  expect(reader.step(-1)).toBe(1);
  reader.setQuery("");
  expect(reader.lines.length).toBe(9);
});

it("hides levels and streams, and searches in what is left", () => {
  const { clock, buffer, reader } = reading();
  buffer.append([
    ...lines(1, 2, "ERROR one"),
    ...lines(3, 4, "INFO one"),
    ...lines(5, 6, "one"),
    ...lines(100, 101, "one"),
  ]);
  reader.hide(new Set(["info"]), new Set(["stdout"]));
  reader.setQuery("one");
  expect(seqs(reader.lines)).toEqual([1, 5, 100]);
  expect(seqs(reader.matches)).toEqual([1, 5, 100]);
  buffer.append(lines(102, 103, "DEBUG one"));
  clock.pass();
  expect(seqs(reader.lines)).toEqual([1, 5, 100, 102]);
  expect(reader.filtered).toBe(true);
});

it("forgets matches that have left the log", () => {
  const { clock, buffer, reader } = reading(4);
  reader.setQuery("error");
  buffer.append([...lines(1, 1, "error"), ...lines(2, 2), ...lines(3, 3, "error")]);
  clock.pass();
  expect(seqs(reader.matches)).toEqual([1, 3]);
  buffer.append([...lines(4, 5), ...lines(6, 6, "error")]);
  clock.pass();
  expect(seqs(reader.matches)).toEqual([3, 6]);
  buffer.append(lines(7, 20));
  clock.pass();
  expect(seqs(reader.matches)).toEqual([]);
});

it("searches everything in slices, none of which takes a frame", () => {
  // Each look at the clock takes a third of a slice.
  const { clock, buffer, reader } = reading(100_000, 2);
  buffer.append(lines(1, 100_000));
  clock.pass();
  reader.setQuery("line 9");
  expect(reader.searched).toBe(false);
  expect(reader.matches.length).toBeLessThan(2_000);
  let passed = 0;
  while (!reader.searched) {
    expect(clock.waiting.length).toBeLessThanOrEqual(1);
    clock.pass();
    passed += 1;
  }
  expect(passed).toBeGreaterThan(20);
  expect(reader.matches.length).toBe(11_111);
  expect(clock.waiting).toHaveLength(0);
});

it("looks at each line once", () => {
  let looked = 0;
  const scan = new LogScan(() => {
    looked += 1;
    return true;
  });
  const buffer = new LogBuffer();
  buffer.append(lines(1, 5_000));
  scan.advance(buffer, () => true);
  buffer.append(lines(5_001, 5_010));
  scan.advance(buffer, () => true);
  scan.advance(buffer, () => true);
  expect(looked).toBe(5_010);
  expect(scan.length).toBe(5_010);
});

it("forgets the view, and shows what comes after", () => {
  const { clock, buffer, reader } = reading();
  buffer.append(lines(1, 10));
  reader.holdStill("paused");
  reader.clear();
  expect(reader.mode).toBe("following");
  expect(reader.lines.length).toBe(0);
  buffer.append(lines(5, 12));
  clock.pass();
  expect(seqs(reader.lines)).toEqual([11, 12]);
});

it.each([
  ["an error, an Error", "error", ["an ", "error", ", an ", "Error", ""]],
  ["nothing", "x", ["nothing"]],
  ["anything", "", ["anything"]],
  ["aaa", "aa", ["", "aa", "a"]],
  ["İa", "a", ["İa"]],
])("cuts %j at %j", (text, query, pieces) => {
  expect(cutAt(text, query)).toEqual(pieces);
});

import { expect, it } from "vitest";
import type { LogLine } from "@/ipc/bindings";
import { firstAfter, type Lines, LogBuffer, type LogEntry } from "./log-buffer";

function lines(from: number, to: number, text = "line"): LogLine[] {
  return Array.from({ length: to - from + 1 }, (_, i) => ({
    seq: from + i,
    at: "2026-01-01T00:00:00.000Z",
    stream: "stderr" as const,
    text: `${text} ${from + i}`,
  }));
}

const seqs = (view: Lines) => Array.from({ length: view.length }, (_, i) => view.at(i)?.seq);
const entry = (seq: number): LogEntry => ({
  seq,
  at: "",
  stream: "stderr",
  text: "",
  level: null,
  skipped: 0,
});

it("keeps the newest lines of a bounded number", () => {
  const buffer = new LogBuffer({ capacity: 5 });
  buffer.append(lines(1, 3));
  expect(seqs(buffer)).toEqual([1, 2, 3]);
  buffer.append(lines(4, 12));
  expect(seqs(buffer)).toEqual([8, 9, 10, 11, 12]);
  expect(buffer.at(-1)).toBeUndefined();
  expect(buffer.at(5)).toBeUndefined();
  expect(buffer.lastSeq).toBe(12);
  expect(buffer.lineCount).toBe(5);
});

it("keeps no more characters than it may, however few lines that are", () => {
  const buffer = new LogBuffer({ capacity: 100, maxChars: 40 });
  buffer.append(lines(1, 4, "x".repeat(10)));
  expect(seqs(buffer)).toEqual([2, 3, 4]);
  // A line that is longer than everything is kept all the same: it is the newest.
  buffer.append(lines(5, 5, "y".repeat(90)));
  expect(seqs(buffer)).toEqual([5]);
  buffer.append(lines(6, 8, "z"));
  expect(seqs(buffer)).toEqual([6, 7, 8]);
});

it("adds a line once, however batches overlap", () => {
  const buffer = new LogBuffer({ capacity: 10 });
  buffer.append(lines(1, 4));
  buffer.append(lines(3, 6));
  buffer.append(lines(2, 5));
  expect(seqs(buffer)).toEqual([1, 2, 3, 4, 5, 6]);
});

it("puts a gap where numbers are missing, and does not count it as a line", () => {
  const buffer = new LogBuffer({ capacity: 4 });
  buffer.append(lines(5, 6));
  buffer.append(lines(1_241, 1_242));
  buffer.append(lines(1_243, 1_243));
  expect(seqs(buffer)).toEqual([1_240, 1_241, 1_242, 1_243]);
  expect(buffer.at(0)?.skipped).toBe(1_234);
  expect(buffer.lineCount).toBe(3);
  buffer.append(lines(1_244, 1_244));
  expect(buffer.lineCount).toBe(4);
});

it("says nothing is missing before the first line", () => {
  const buffer = new LogBuffer();
  buffer.append(lines(900, 901));
  expect(buffer.at(0)?.skipped).toBe(0);
});

it("tells of what is new only", () => {
  const buffer = new LogBuffer();
  let told = 0;
  buffer.onChange(() => {
    told += 1;
  });
  buffer.append(lines(1, 4));
  buffer.append(lines(1, 4));
  buffer.append([]);
  expect(told).toBe(1);
});

it("forgets, and does not take the same lines again", () => {
  const buffer = new LogBuffer({ capacity: 4 });
  buffer.append(lines(1, 6));
  buffer.clear();
  expect(buffer.length).toBe(0);
  buffer.append(lines(4, 8));
  expect(seqs(buffer)).toEqual([7, 8]);
  expect(buffer.at(0)?.skipped).toBe(0);
});

it("gives a view that later lines do not change", () => {
  const buffer = new LogBuffer({ capacity: 3 });
  buffer.append(lines(1, 3));
  const frozen = buffer.snapshot();
  buffer.append(lines(4, 9));
  expect(seqs(frozen)).toEqual([1, 2, 3]);
});

it("finds the first entry after a number", () => {
  const view = Array.from({ length: 11 }, (_, i) => entry(10 + i));
  expect(firstAfter(view, 0)).toBe(0);
  expect(firstAfter(view, 10)).toBe(1);
  expect(firstAfter(view, 19)).toBe(10);
  expect(firstAfter(view, 20)).toBe(11);
  expect(firstAfter([], 5)).toBe(0);
});

it("takes a line at the same cost when it is full as when it is empty", () => {
  const buffer = new LogBuffer();
  const rounds = 4;
  const round = 100_000;
  const took: number[] = [];
  for (let i = 0; i < rounds; i += 1) {
    const batches = Array.from({ length: 100 }, (_, n) =>
      lines(
        i * round + n * 1_000 + 1,
        i * round + n * 1_000 + 1_000,
        "2026 INFO worker: done with",
      ),
    );
    const start = performance.now();
    for (const batch of batches) buffer.append(batch);
    took.push(performance.now() - start);
  }
  expect(buffer.length).toBe(100_000);
  expect(buffer.at(0)?.seq).toBe((rounds - 1) * round + 1);
  // Full since the second round. Generous bounds: the machine may be busy, but a copy of the
  // ring a line would cost thousands of times as much, one a batch still a hundred times.
  const best = Math.min(...took.slice(1));
  expect(best).toBeLessThan(Math.max(took[0] ?? 0, 50) * 8);
  expect(best).toBeLessThan(2_000);
});

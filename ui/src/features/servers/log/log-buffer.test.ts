import { expect, it } from "vitest";
import type { LogLine } from "@/ipc/bindings";
import { type Lines, LogBuffer } from "./log-buffer";
import { cutAt, firstAfter, LogSearch } from "./log-search";

function lines(from: number, to: number, text = "line"): LogLine[] {
  return Array.from({ length: to - from + 1 }, (_, i) => ({
    seq: from + i,
    at: "2026-01-01T00:00:00.000Z",
    stream: "stderr" as const,
    text: `${text} ${from + i}`,
  }));
}

function frames() {
  const waiting: (() => void)[] = [];
  const next = (run: () => void) => waiting.push(run);
  const pass = () => {
    for (const run of waiting.splice(0)) run();
  };
  return { next, pass, waiting };
}

const seqs = (view: Lines) => Array.from({ length: view.length }, (_, i) => view.at(i)?.seq);

it("keeps the newest lines of a bounded number", () => {
  const buffer = new LogBuffer(5, frames().next);
  buffer.append(lines(1, 3));
  expect(seqs(buffer)).toEqual([1, 2, 3]);
  buffer.append(lines(4, 12));
  expect(seqs(buffer)).toEqual([8, 9, 10, 11, 12]);
  expect(buffer.at(-1)).toBeUndefined();
  expect(buffer.at(5)).toBeUndefined();
  expect(buffer.lastSeq).toBe(12);
});

it("adds a line once, however batches overlap", () => {
  const buffer = new LogBuffer(10, frames().next);
  buffer.append(lines(1, 4));
  buffer.append(lines(3, 6));
  buffer.append(lines(2, 5));
  expect(seqs(buffer)).toEqual([1, 2, 3, 4, 5, 6]);
});

it("tells of any number of batches once a frame", () => {
  const clock = frames();
  const buffer = new LogBuffer(20_000, clock.next);
  let told = 0;
  const stop = buffer.subscribe(() => {
    told += 1;
  });
  for (let i = 0; i < 1_000; i += 1) buffer.append(lines(i * 100 + 1, i * 100 + 100));
  expect(clock.waiting).toHaveLength(1);
  clock.pass();
  expect(told).toBe(1);
  expect(buffer.length).toBe(20_000);
  expect(buffer.at(0)?.seq).toBe(80_001);
  buffer.append(lines(1, 10));
  expect(clock.waiting).toHaveLength(0);
  stop();
});

it("gives a view that later lines do not change", () => {
  const buffer = new LogBuffer(3, frames().next);
  buffer.append(lines(1, 3));
  const frozen = buffer.snapshot();
  buffer.append(lines(4, 9));
  expect(seqs(frozen)).toEqual([1, 2, 3]);
});

it("finds the first line after a number", () => {
  const view = lines(10, 20);
  expect(firstAfter(view, 0)).toBe(0);
  expect(firstAfter(view, 10)).toBe(1);
  expect(firstAfter(view, 19)).toBe(10);
  expect(firstAfter(view, 20)).toBe(11);
  expect(firstAfter([], 5)).toBe(0);
});

it("searches what is new only, and forgets what has left the buffer", () => {
  const buffer = new LogBuffer(4, frames().next);
  const search = new LogSearch("ERROR");
  buffer.append([...lines(1, 1, "error"), ...lines(2, 2), ...lines(3, 3, "an Error")]);
  expect(search.update(buffer)).toEqual([1, 3]);
  const before = search.update(buffer);
  expect(search.update(buffer)).toBe(before);
  buffer.append([...lines(4, 5), ...lines(6, 6, "error")]);
  expect(search.update(buffer)).toEqual([3, 6]);
  buffer.append(lines(7, 20));
  expect(search.update(buffer)).toEqual([]);
});

it("finds nothing for an empty search", () => {
  expect(new LogSearch("").update(lines(1, 3))).toEqual([]);
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

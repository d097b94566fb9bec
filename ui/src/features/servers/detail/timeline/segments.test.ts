import { describe, expect, it } from "vitest";
import type { HistoryEntry, ServerState } from "@/ipc/bindings";
import { drawable, segmentsOf, upShare } from "./segments";

const at = (minute: number) => new Date(minute * 60_000).toISOString();
const change = (minute: number, from: ServerState, to: ServerState): HistoryEntry => ({
  at: at(minute),
  instance: null,
  from,
  to,
  problem: null,
});
const minutes = (segments: ReturnType<typeof segmentsOf>) =>
  segments.map(({ state, from, to }) => [state, from / 60_000, to / 60_000]);
const period = { from: 0, to: 60 * 60_000 };

describe("the stretches of a window", () => {
  it("fill it, whatever the order of the history", () => {
    const history = [
      change(50, "up", "backoff"),
      change(10, "stopped", "starting"),
      change(11, "starting", "up"),
    ];
    expect(minutes(segmentsOf(history, { state: "backoff", since: at(50) }, period))).toEqual([
      ["stopped", 0, 10],
      ["starting", 10, 11],
      ["up", 11, 50],
      ["backoff", 50, 60],
    ]);
  });

  it("begin with the state of before the window", () => {
    const history = [change(-30, "stopped", "starting"), change(-29, "starting", "up")];
    expect(minutes(segmentsOf(history, { state: "up", since: at(-29) }, period))).toEqual([
      ["up", 0, 60],
    ]);
  });

  it("know no more than the present where nothing was recorded", () => {
    expect(minutes(segmentsOf([], { state: "stopped", since: at(30) }, period))).toEqual([
      [null, 0, 30],
      ["stopped", 30, 60],
    ]);
  });

  it("say that they do not know, where the record has a hole", () => {
    // The console was killed while the server was up, and started again later.
    const history = [
      change(5, "starting", "up"),
      change(40, "stopped", "starting"),
      change(41, "starting", "up"),
    ];
    expect(minutes(segmentsOf(history, { state: "up", since: at(41) }, period))).toEqual([
      ["starting", 0, 5],
      [null, 5, 40],
      ["starting", 40, 41],
      ["up", 41, 60],
    ]);
  });

  it("say so too where the hole is at the end", () => {
    const history = [change(5, "starting", "up")];
    expect(minutes(segmentsOf(history, { state: "stopped", since: at(45) }, period))).toEqual([
      ["starting", 0, 5],
      [null, 5, 45],
      ["stopped", 45, 60],
    ]);
  });
});

it("draws short stretches as one, in the state that needs someone most", () => {
  const history: HistoryEntry[] = [];
  for (let i = 0; i < 60; i += 1) {
    history.push(change(30 + i / 30, "up", "failed"), change(30 + (i + 0.5) / 30, "failed", "up"));
  }
  const segments = segmentsOf(history, { state: "up", since: at(32) }, period);
  expect(segments.length).toBeGreaterThan(100);
  const drawn = drawable(segments, 60_000);
  expect(drawn.length).toBeLessThan(8);
  expect(drawn.filter(({ state }) => state === "failed").length).toBeGreaterThan(0);
  expect(drawn[0]?.from).toBe(0);
  expect(drawn.at(-1)?.to).toBe(period.to);
  for (const [i, one] of drawn.entries()) {
    const next = drawn[i + 1];
    if (next) expect(next.from).toBe(one.to);
  }
});

it("counts the time up as a part of the time that is known", () => {
  const history = [change(30, "stopped", "up")];
  expect(upShare(segmentsOf(history, { state: "up", since: at(30) }, period))).toBe(0.5);
  expect(upShare([{ state: null, from: 0, to: 10, problem: null }])).toBeNull();
});

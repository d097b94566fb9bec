import { expect, it } from "vitest";
import type { Notice } from "@/ipc/bindings";
import { daysOf } from "./days";

let id = 0;
function at(...local: [number, number, number, number, number]): Notice {
  const [year, month, day, hour, minute] = local;
  id += 1;
  return {
    id,
    at: new Date(year, month - 1, day, hour, minute).toISOString(),
    kind: { type: "server_recovered", server: "time" },
    read: true,
    delivery: "shown",
  };
}

it("groups by the user's days, newest first, and says how long ago they were", () => {
  const now = new Date(2026, 0, 2, 0, 30);
  const days = daysOf(
    [at(2026, 1, 2, 0, 10), at(2026, 1, 1, 23, 50), at(2026, 1, 1, 0, 0), at(2025, 12, 25, 12, 0)],
    now,
  );
  expect(days.map(({ ago, notices }) => [ago, notices.length])).toEqual([
    [0, 1],
    [1, 2],
    [8, 1],
  ]);
});

it("counts a day of 23 or 25 hours as one", () => {
  // Whatever the time zone of the test, these nights are the ones in which clocks change.
  for (const [month, day] of [
    [3, 8],
    [3, 29],
    [10, 25],
    [11, 1],
  ] as const) {
    const days = daysOf([at(2026, month, day, 12, 0)], new Date(2026, month - 1, day + 1, 12, 0));
    expect(days[0]?.ago, `${month}-${day}`).toBe(1);
  }
});

it("has no day without notices", () => expect(daysOf([], new Date())).toEqual([]));

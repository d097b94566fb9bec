import { expect, it } from "vitest";
import { row } from "@/test/rows";
import { held } from "./held-rows";

const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => row(name)) as [
  ReturnType<typeof row>,
  ReturnType<typeof row>,
  ReturnType<typeof row>,
  ReturnType<typeof row>,
];
const ids = (rows: readonly { id: string }[]) => rows.map((one) => one.id);

it("keeps the order in which rows were last shown", () => {
  expect(ids(held(["a", "b", "c"], [c, a, b], [a, b, c]))).toEqual(["a", "b", "c"]);
});

it("keeps what the filter would let go, and shows it as it is now", () => {
  const failed = { ...b, state: "failed" as const };
  expect(held(["a", "b"], [a], [a, failed])).toEqual([a, failed]);
});

it("puts what is new at the end and lets go what is gone", () => {
  expect(ids(held(["a", "b", "c"], [d, a, c], [a, c, d]))).toEqual(["a", "c", "d"]);
});

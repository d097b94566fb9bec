import { expect, it } from "vitest";
import { between } from "./selection";

const ROWS = ["a", "b", "c", "d"].map((id) => ({ id }));

it.each([
  ["b", "d", ["b", "c", "d"]],
  ["d", "b", ["b", "c", "d"]],
  ["c", "c", ["c"]],
  // The one to begin with is not shown any more.
  ["gone", "c", ["c"]],
  ["a", "gone", []],
])("from %s to %s", (from, to, expected) => {
  expect(between(ROWS, from, to)).toEqual(expected);
});

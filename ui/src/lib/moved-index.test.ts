import { expect, it } from "vitest";
import { movedIndex } from "./moved-index";

it.each([
  [-1, "j", 3, 0],
  [0, "ArrowDown", 3, 1],
  [2, "j", 3, 2],
  [2, "k", 3, 1],
  [-1, "ArrowUp", 3, 0],
  [0, "PageDown", 50, 10],
  [-1, "PageDown", 50, 10],
  [45, "PageDown", 50, 49],
  [45, "PageUp", 50, 35],
  [7, "Home", 50, 0],
  [7, "End", 50, 49],
  [7, "x", 50, null],
  [-1, "j", 0, null],
])("from %d, %s in %d leads to %j", (from, key, count, to) => {
  expect(movedIndex(from, key, count)).toBe(to);
});

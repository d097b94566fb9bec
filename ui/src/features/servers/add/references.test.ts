import { expect, it } from "vitest";
import { literally, strayReferences } from "./references";

it.each([
  "",
  "plain",
  "$HOME",
  "${HOME}/x",
  "${env:HOME}",
  "${secret:API_KEY}",
  "${PORT:-80 or so}",
  "$${x#y}",
  "a $${ b",
])("%j is fine", (text) => {
  expect(strayReferences(text)).toEqual([]);
});

it.each([
  ["${x#y}", ["${x#y}"]],
  ["a ${x#y} b ${x#y} c ${input:key}", ["${x#y}", "${input:key}"]],
  ["${HOME} ${", ["${"]],
  ["${HOME", ["${HOME"]],
  ["${}", ["${}"]],
])("%j has what is no reference", (text, stray) => {
  expect(strayReferences(text)).toEqual(stray);
});

it("is literal with one more sign, which is then fine", () => {
  expect(literally("${x#y}")).toBe("$${x#y}");
  expect(strayReferences(literally("${x#y}"))).toEqual([]);
});

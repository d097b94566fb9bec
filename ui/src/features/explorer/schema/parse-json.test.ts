import fc from "fast-check";
import { expect, it } from "vitest";
import { isTooExact, readNumber } from "./numbers";
import { parseJson } from "./parse-json";

it("reads what JSON.parse reads", () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), (text) => {
      expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
    }),
  );
});

it("refuses what JSON.parse refuses, and says where", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom("}", ",", "x", '"', "\\"), (text, at, bad) => {
      const place = at % (text.length + 1);
      const broken = text.slice(0, place) + bad + text.slice(place);
      const read = parseJson(broken);
      let accepted = true;
      try {
        JSON.parse(broken);
      } catch {
        accepted = false;
      }
      // What JSON.parse takes silently is refused by us alone.
      if (!read.ok && ["duplicate_key", "inexact_number"].includes(read.fault)) return;
      expect(read.ok).toBe(accepted);
    }),
  );
});

it.each([
  ["", "empty", 1, 1],
  ['{"a": 1,\n  b: 2}', "unexpected", 2, 3],
  ['{"a": [1, 2', "unexpected_end", 1, 12],
  ['{"a": "b', "unterminated", 1, 7],
  ['["a\nb"]', "control_character", 1, 4],
  ['["\\x"]', "bad_escape", 1, 3],
  ["[9007199254740993]", "inexact_number", 1, 2],
  ["[1e999]", "inexact_number", 1, 2],
  ['{"a": 1, "a": 2}', "duplicate_key", 1, 10],
  ["{} {}", "trailing", 1, 4],
  ["[".repeat(300), "too_deep", 1, 202],
  ["[01]", "unexpected", 1, 3],
])("%j: %s at %i:%i", (text, fault, line, column) => {
  expect(parseJson(text)).toEqual({ ok: false, fault, line, column });
});

it.each([
  ["12", 12],
  [" -1.5e3 ", -1500],
  ["1.", 1],
  ["+.5", 0.5],
  ["", undefined],
  ["12a", "12a"],
  ["0x10", "0x10"],
  ["1,5", "1,5"],
  ["9007199254740991", 9007199254740991],
  ["9007199254740993", "9007199254740993"],
  ["100000000000000000000", 100000000000000000000],
])("a number typed as %j is %j", (typed, value) => {
  expect(readNumber(typed)).toBe(value);
});

it("knows a number with too many digits from no number", () => {
  expect(isTooExact("9007199254740993")).toBe(true);
  expect(isTooExact("12a")).toBe(false);
});

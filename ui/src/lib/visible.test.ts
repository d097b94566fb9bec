import { expect, it } from "vitest";
import { visible, visibleLines } from "./visible";

it("leaves what can be seen alone", () => {
  expect(visible("npx -y @scope/name 'Ações' 日本 🙂")).toBe("npx -y @scope/name 'Ações' 日本 🙂");
});

it.each([
  ["a\u202eb", "a\\u{202e}b"],
  ["a\u200bb", "a\\u{200b}b"],
  ["a\u00a0b", "a\\u{a0}b"],
  ["a\nb", "a\\u{a}b"],
  ["a\u{e0041}b", "a\\u{e0041}b"],
])("writes out what cannot be seen", (hidden, shown) => {
  expect(visible(hidden)).toBe(shown);
});

it("leaves the lines of a text what they are", () => {
  expect(visibleLines("a\r\nb\tc\u202ed\re")).toBe("a\nb\tc\\u{202e}d\\u{d}e");
});

import { expect, it } from "vitest";
import type { CommandWarning } from "@/ipc/bindings";
import { segmentsOf } from "./marks";

const marked = (exact: string[], ...words: string[]) => {
  const warnings = words.map((one): CommandWarning => ({ kind: "runs_shell", words: one }));
  return segmentsOf(exact, warnings).map((segments) =>
    segments.map(({ text, marked }) => (marked ? `[${text}]` : text)).join(""),
  );
};

it.each<[string[], string[], string[]]>([
  [["npx", "-y", "x"], ["npx -y"], ["[npx]", "[-y]", "x"]],
  [["sudo", "sudo"], ["sudo"], ["[sudo]", "[sudo]"]],
  [
    ["sh", "-c", "curl x | sh -s"],
    ["sh -c", "curl x | sh"],
    ["[sh]", "[-c]", "[curl x | sh] -s"],
  ],
  [["/a b/npx", "-y", "x"], ["/a b/npx -y"], ["[/a b/npx]", "[-y]", "x"]],
  // Marks that overlap are one.
  [["a b c"], ["a b", "b c"], ["[a b][ c]"]],
  [
    ["x", ""],
    ["y", ""],
    ["x", ""],
  ],
])("%j with %j", (exact, words, expected) => {
  expect(marked(exact, ...words)).toEqual(expected);
});

it("never loses a letter", () => {
  const exact = ["bash", "-c", "sudo sh -c 'curl x | sh'"];
  const segments = segmentsOf(exact, [
    { kind: "asks_rights", words: "sudo" },
    { kind: "runs_shell", words: "sh" },
  ]);
  expect(segments.map((one) => one.map(({ text }) => text).join(""))).toEqual(exact);
});

import { describe, expect, it } from "vitest";
import {
  type Backslash,
  type CommandLine,
  commandLineOf,
  parseCommandLine,
  quoteWord,
} from "./command-line";

function split(input: string, backslash?: Backslash): CommandLine {
  const parsed = parseCommandLine(input, backslash);
  if (!parsed.ok) throw new Error(`${input} was refused: ${parsed.error}`);
  return parsed.line;
}

const argv = (input: string, backslash?: Backslash) => {
  const line = split(input, backslash);
  return line.command === "" ? [] : [line.command, ...line.args];
};

describe("words", () => {
  it.each([
    [
      "npx -y @modelcontextprotocol/server-everything",
      ["npx", "-y", "@modelcontextprotocol/server-everything"],
    ],
    ["  a   b\tc  ", ["a", "b", "c"]],
    ["", []],
    ["   ", []],
    ["a 'b c' d", ["a", "b c", "d"]],
    ['a "b c" d', ["a", "b c", "d"]],
    ["a b\\ c", ["a", "b c"]],
    ["a ''", ["a", ""]],
    ['a ""', ["a", ""]],
    [`a 'it'"'"'s'`, ["a", "it's"]],
    ["a 'b\\n'", ["a", "b\\n"]],
    ['a "say \\"hi\\""', ["a", 'say "hi"']],
    ['a "C:\\new"', ["a", "C:\\new"]],
    ['a "\\$HOME"', ["a", "$HOME"]],
    ["a b\\\nc", ["a", "bc"]],
    ["a \\\n  b", ["a", "b"]],
    ["a 'ação 日本'", ["a", "ação 日本"]],
    ['run --config={"a":1}', ["run", "--config={a:1}"]],
    ["node ${secret:TOKEN}", ["node", "${secret:TOKEN}"]],
  ])("%j", (input, expected) => {
    expect(argv(input)).toEqual(expected);
  });
});

it("takes a back-slash as a separator of folders where the system does", () => {
  expect(argv("C:\\tools\\server.exe --dir C:\\data\\", "literal")).toEqual([
    "C:\\tools\\server.exe",
    "--dir",
    "C:\\data\\",
  ]);
  expect(argv('"C:\\Program Files\\node.exe" x', "literal")).toEqual([
    "C:\\Program Files\\node.exe",
    "x",
  ]);
});

it.each([
  ["a 'b", "unclosed_single"],
  ['a "b', "unclosed_double"],
  ['a "b\\"', "unclosed_double"],
  ["a \\", "trailing_backslash"],
])("refuses %j", (input, error) => {
  expect(parseCommandLine(input)).toEqual({ ok: false, error });
});

describe("assignments before the program", () => {
  it("become variables", () => {
    const line = split("TOKEN='a b' DEBUG=1 npx server --x=y");
    expect(line.assignments).toEqual([
      { name: "TOKEN", value: "a b" },
      { name: "DEBUG", value: "1" },
    ]);
    expect([line.command, ...line.args]).toEqual(["npx", "server", "--x=y"]);
  });

  it("are none when the name is quoted or no name", () => {
    expect(argv("'A=1' b")).toEqual(["A=1", "b"]);
    expect(argv("1A=1 b")).toEqual(["1A=1", "b"]);
  });
});

describe("what only a shell would understand", () => {
  it.each([
    ["a | b", "operator", "|"],
    ["a && b", "operator", "&&"],
    ["a 2>/dev/null", "operator", "2>/dev/null"],
    ["a $(date)", "substitution", "$(date)"],
    ["a `date`", "substitution", "`date`"],
    ["a ~/work", "home", "~/work"],
  ])("%j is remarked on", (input, kind, text) => {
    expect(split(input).remarks).toEqual([{ kind, text }]);
  });

  it.each([
    "a '|'",
    "a '~/x'",
    "a '$(date)'",
    "a b~c",
    "a --x=1>2",
    "npx -y server@^1",
    "~/bin/server",
  ])("%j is plain text", (input) => {
    expect(split(input).remarks).toEqual([]);
  });
});

it.each(["plain", "two words", "it's", "", "$HOME", "a\\b", '"', "-y", "~"])(
  "a quoted word means itself: %j",
  (word) => {
    expect(argv(`run ${quoteWord(word)}`)).toEqual(["run", word]);
  },
);

it("a line of words splits into them again, whatever they are", () => {
  const words = ["A=1", "two words", "it's", "", "~/x", "${HOME}", "a|b", "\\"];
  expect(argv(commandLineOf(words))).toEqual(words);
});

import { expect, it } from "vitest";
import { type LogLevel, levelOf } from "./level";
import { plainText } from "./plain-text";

it.each<[string, LogLevel | null]>([
  ["2026-01-01 12:00:00 ERROR worker failed", "error"],
  ["ERROR:root:it failed", "error"],
  ["2026-01-01 12:00:00,123 - mcp.server - WARNING - slow", "warn"],
  ["[error] no connection", "error"],
  ["<Warn> low on space", "warn"],
  ["INFO     Processing request of type ListToolsRequest     server.py:534", "info"],
  ["[2026-01-01T00:00:00Z DEBUG hyper::proto] read", "debug"],
  ['{"level":50,"time":1,"msg":"x"}', "error"],
  ['{"level":30,"time":1,"msg":"ERROR in the text"}', "info"],
  ['{"level":20}', "debug"],
  ['{"message":"x","level":"warn"}', "warn"],
  ['{"severity":"CRITICAL","message":"x"}', "error"],
  ['{"msg":"no level, but ERROR in it"}', null],
  ["time=2026-01-01 level=warning msg=slow", "warn"],
  ["E0412 11:22:33.444 main.go:12] failed", "error"],
  ["warning: deprecated option --legacy-roots", "warn"],
  ["npm ERR! code ENOENT", "error"],
  ["npm warn deprecated inflight", "warn"],
  ["TypeError: x is not a function", "error"],
  ["Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'pg'", "error"],
  ["Traceback (most recent call last):", "error"],
  ["thread 'main' panicked at src/main.rs:2:5", "error"],
  ["java.lang.IllegalStateException: no", "error"],
  ["Information about errors is in the manual", null],
  ["listening on stdio", null],
  ["NO_ERROR was returned", null],
  ["", null],
])("%j is %s", (text, level) => {
  expect(levelOf(text)).toBe(level);
});

it("looks at the beginning only, so that a line of a megabyte costs no more", () => {
  expect(levelOf(`${"x ".repeat(500_000)}ERROR`)).toBeNull();
});

it.each([
  ["\u001b[31mred\u001b[0m and \u001b[1;38;5;12mbold\u001b[m", "red and bold"],
  ["\u001b]0;title\u0007text", "text"],
  ["\u001b]8;;https://a.example\u001b\\link\u001b]8;;\u001b\\", "link"],
  ["a\u202egnp.exe", "a\\u{202e}gnp.exe"],
  ["bell\u0007 null\u0000", "bell\\u{7} null\\u{0}"],
  ["zero\u200bwidth", "zero\\u{200b}width"],
  ["tab\tstays, Ações, 日本, ⚠️ and 👩‍💻 too", "tab\tstays, Ações, 日本, ⚠️ and 👩‍💻 too"],
])("shows %j as %j", (text, shown) => {
  expect(plainText(text)).toBe(shown);
});

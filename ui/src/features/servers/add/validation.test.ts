import { describe, expect, it } from "vitest";
import { isValid, placeOf, textAt, validate } from "./validation";
import { EMPTY, type FormValues } from "./values";

const form = (changes: Partial<FormValues>): FormValues => ({
  ...EMPTY,
  name: "time",
  commandLine: "uvx mcp-server-time",
  ...changes,
});

const GIT = { id: "git", name: "git" };

describe("validation", () => {
  it("accepts what is complete", () => {
    expect(isValid(validate(form({}), [GIT]))).toBe(true);
    const endpoint = form({ type: "url", url: "https://example.com/mcp", commandLine: "" });
    expect(isValid(validate(endpoint, []))).toBe(true);
  });

  it.each([
    ["", "name_required"],
    ["  ", "name_required"],
    ["日本", "name_letters"],
    ["x".repeat(65), "name_long"],
    ["Git", "name_taken"],
  ])("refuses the name %j", (name, key) => {
    expect(validate(form({ name }), [GIT]).fields.name?.key).toBe(key);
  });

  it.each([
    ["", "command_required"],
    ["''", "command_required"],
    ["A=1", "command_required"],
    ["npx 'x", "unclosed_single"],
    [`npx ${"a ".repeat(257)}`, "too_many_args"],
  ])("refuses the command %j", (commandLine, key) => {
    expect(validate(form({ commandLine }), []).fields.command?.key).toBe(key);
  });

  it.each([
    ["", "url_required"],
    ["example.com", "url_scheme"],
    ["ftp://example.com", "url_scheme"],
    ["https://", "url_scheme"],
    ["https:///mcp", "url_scheme"],
  ])("refuses the URL %j", (url, key) => {
    expect(validate(form({ type: "url", url }), []).fields.url?.key).toBe(key);
  });

  it.each(["", "soon", "-1", "0", "3601", "1e3"])("refuses the time-out %j", (startSeconds) => {
    const { fields } = validate(form({ startSeconds }), []);
    expect(fields.start).toEqual({ key: "number_between", min: 0.1, max: 3_600 });
  });

  it("takes a decimal comma, and no idle stop at all", () => {
    const values = form({ startSeconds: "0,5", idleMinutes: " " });
    expect(isValid(validate(values, []))).toBe(true);
    expect(validate(form({ idleMinutes: "0" }), []).fields.idle?.key).toBe("number_between");
  });

  it("points at the row that is wrong, and ignores empty rows", () => {
    const env = [
      { key: 1, name: "", value: "" },
      { key: 2, name: "1X", value: "a" },
      { key: 3, name: "OK", value: "a" },
      { key: 4, name: "OK", value: "b" },
      { key: 5, name: "", value: "value without a name" },
    ];
    const { pairs } = validate(form({ env }), []);
    expect([...pairs].map(([key, error]) => [key, error.key])).toEqual([
      [2, "variable_name"],
      [4, "name_twice"],
      [5, "variable_name"],
    ]);
  });
});

describe("a problem of the console", () => {
  const at = (field: string | null, changes: Partial<FormValues> = {}) =>
    placeOf({ code: "invalid_input", message: "…", field }, form(changes));

  it.each([
    ["name", { field: "name" }],
    ["command", { field: "command" }],
    ["args[3]", { field: "command" }],
    ["cwd", { field: "cwd" }],
    ["tags[0]", { field: "tags" }],
    ["timeouts.start_ms", { field: "start" }],
    ["idle_stop_ms", { field: "idle" }],
    ["url", null],
    ["something.else", null],
    [null, null],
  ])("about %j is shown at its field", (field, place) => {
    expect(at(field)).toEqual(place);
  });

  it("about a variable or a header is shown at its row, or at the command that sets it", () => {
    const env = [{ key: 7, name: "TOKEN", value: "x" }];
    expect(at("env.TOKEN", { env })).toEqual({ field: "pair", key: 7 });
    expect(at("env.OTHER", { env })).toBeNull();
    expect(at("env.OTHER", { commandLine: "OTHER=1 npx x" })).toEqual({ field: "command" });
    const headers = [{ key: 8, name: "X.Y", value: "x" }];
    expect(at("headers.X.Y", { type: "url", headers })).toEqual({ field: "pair", key: 8 });
  });

  it("is out of date where what it is about has changed", () => {
    const env = [{ key: 7, name: "TOKEN", value: "x" }];
    const place = { field: "pair", key: 7 } as const;
    const before = textAt(form({ env }), place);
    expect(textAt(form({ env, name: "other" }), place)).toBe(before);
    expect(textAt(form({ env: [{ key: 7, name: "TOKEN", value: "y" }] }), place)).not.toBe(before);
    expect(textAt(form({ name: "other" }), null)).not.toBe(textAt(form({}), null));
  });
});

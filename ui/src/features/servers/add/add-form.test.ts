import { describe, expect, it } from "vitest";
import { sample } from "@/ipc/fake-samples";
import { type Row, rowOf } from "../model";
import { type AddForm, EMPTY_FORM, fieldOf, isValid, requestOf, validate } from "./add-form";

function known(name: string): Row {
  const { config: _c, history: _h, ...view } = sample({ name });
  return rowOf(view, 0);
}

const form = (changes: Partial<AddForm>): AddForm => ({
  ...EMPTY_FORM,
  name: "time",
  commandLine: "uvx mcp-server-time",
  ...changes,
});

describe("validation", () => {
  it("accepts what is complete", () => {
    expect(isValid(validate(form({}), [known("git")]))).toBe(true);
    expect(
      isValid(validate(form({ type: "url", url: "https://example.com/mcp", commandLine: "" }), [])),
    ).toBe(true);
  });

  it.each([
    ["", "name_required"],
    ["  ", "name_required"],
    ["日本", "name_letters"],
    ["x".repeat(65), "name_long"],
    ["Git", "name_taken"],
  ])("refuses the name %j", (name, key) => {
    expect(validate(form({ name }), [known("git")]).name?.key).toBe(key);
  });

  it.each([
    ["", "command_required"],
    ["''", "command_required"],
    ["A=1", "command_required"],
    ["npx 'x", "unclosed_single"],
    [`npx ${"a ".repeat(257)}`, "too_many_args"],
  ])("refuses the command %j", (commandLine, key) => {
    expect(validate(form({ commandLine }), []).command?.key).toBe(key);
  });

  it.each([
    ["", "url_required"],
    ["example.com", "url_scheme"],
    ["ftp://example.com", "url_scheme"],
    ["https://", "url_scheme"],
    ["https:///mcp", "url_scheme"],
  ])("refuses the URL %j", (url, key) => {
    expect(validate(form({ type: "url", url }), []).url?.key).toBe(key);
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

describe("the request", () => {
  it("has the command as it was split, and variables before it give way to rows", () => {
    const request = requestOf(
      form({
        name: " time ",
        commandLine: "A=1 B=2 npx -y 'my server'",
        env: [
          { key: 1, name: "B", value: "3" },
          { key: 2, name: "", value: "" },
        ],
        cwd: " /tmp ",
        autostart: true,
      }),
    );
    expect(request).toEqual({
      name: "time",
      autostart: true,
      command: "npx",
      args: ["-y", "my server"],
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "3" },
      ],
      cwd: "/tmp",
    });
  });

  it("of a URL has no command", () => {
    expect(requestOf(form({ type: "url", url: " https://x.dev/mcp " }))).toEqual({
      name: "time",
      autostart: false,
      url: "https://x.dev/mcp",
      headers: [],
    });
  });
});

describe("a problem of the console", () => {
  const at = (field: string | null, changes: Partial<AddForm> = {}) =>
    fieldOf({ code: "invalid_input", message: "…", field }, form(changes));

  it.each([
    ["name", { field: "name" }],
    ["command", { field: "command" }],
    ["args[3]", { field: "command" }],
    ["cwd", { field: "cwd" }],
    ["timeouts.start_ms", null],
    [null, null],
  ])("about %j is shown at its field", (field, place) => {
    expect(at(field)).toEqual(place);
  });

  it("about a variable or a header is shown at its row", () => {
    const env = [{ key: 7, name: "TOKEN", value: "x" }];
    expect(at("env.TOKEN", { env })).toEqual({ field: "pair", key: 7 });
    expect(at("env.OTHER", { env })).toBeNull();
    const headers = [{ key: 8, name: "X.Y", value: "x" }];
    expect(at("headers.X.Y", { type: "url", headers })).toEqual({ field: "pair", key: 8 });
  });
});

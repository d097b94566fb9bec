import { describe, expect, it } from "vitest";
import { targetErrors, targetOf, targetValues } from "./target";

const values = (changes: Partial<ReturnType<typeof targetValues>>) => ({
  ...targetValues(),
  ...changes,
});

describe("what is sent", () => {
  it("has the fields of its kind and no others", () => {
    const all = { baseUrl: " https://a.example ", header: " X-Key ", server: "git" };
    expect(targetOf(values({ ...all, kind: "http" }))).toEqual({
      kind: "http",
      base_url: "https://a.example",
      header: "X-Key",
      server: null,
    });
    expect(targetOf(values({ ...all, kind: "openai" }))).toEqual({
      kind: "openai",
      base_url: "https://a.example",
      header: null,
      server: null,
    });
    expect(targetOf(values({ ...all, kind: "mcp" }))).toEqual({
      kind: "mcp",
      base_url: null,
      header: null,
      server: "git",
    });
    expect(targetOf(values({ ...all, kind: "other" }))).toEqual({
      kind: "other",
      base_url: null,
      header: null,
      server: null,
    });
  });

  it("is what was stored", () => {
    const stored = { kind: "http", base_url: "https://a.example", header: null, server: null };
    expect(targetOf(targetValues(stored as ReturnType<typeof targetOf>))).toEqual(stored);
  });
});

it.each([
  [{ kind: "openai" }, {}],
  [{ kind: "openai", baseUrl: "localhost:1" }, { "target.base_url": "url_shape" }],
  [{ kind: "openai", baseUrl: "http://localhost:1/v1" }, {}],
  [{ kind: "openai", baseUrl: "https://" }, { "target.base_url": "url_shape" }],
  [{ kind: "openai", baseUrl: "file:///etc" }, { "target.base_url": "url_shape" }],
  [{ kind: "openai_compatible" }, { "target.base_url": "url_required" }],
  [{ kind: "http", baseUrl: "  " }, { "target.base_url": "url_required" }],
  [{ kind: "http", baseUrl: "http://x", header: "X Key" }, { "target.header": "header_shape" }],
  [{ kind: "http", baseUrl: "http://x", header: "X-Key" }, {}],
  [{ kind: "mcp" }, { "target.server": "server_required" }],
  [{ kind: "mcp", server: "git" }, {}],
  [{ kind: "other", baseUrl: "nonsense" }, {}],
] as const)("%j: %j", (changes, errors) => {
  expect(targetErrors(values(changes))).toEqual(errors);
});

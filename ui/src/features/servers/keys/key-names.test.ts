import { describe, expect, it } from "vitest";
import {
  completed,
  finished,
  freeName,
  keyNameFor,
  referenceIn,
  secretsIn,
  suggestionsFor,
} from "./key-names";

describe("what a key is called", () => {
  it.each([
    ["variables", "GH_TOKEN", "github", "GH_TOKEN"],
    ["variables", "", "github", "GITHUB_KEY"],
    ["headers", "Authorization", "github", "GITHUB_TOKEN"],
    ["headers", "X-API-Key", "My notes", "MY_NOTES_API_KEY"],
    ["headers", "Linear-Token", "linear", "LINEAR_TOKEN"],
    ["headers", "X-", "", "X"],
    ["headers", "", "", "KEY"],
  ] as const)("at %s %s of %s: %s", (syntax, name, server, expected) => {
    expect(keyNameFor({ syntax, name, server })).toBe(expected);
  });

  it("is free", () => {
    expect(freeName("A", ["B"])).toBe("A");
    // Some keychains do not tell case.
    expect(freeName("A", ["a", "A_2"])).toBe("A_3");
  });
});

it.each([
  ["variables", "TOKEN", "old", "${secret:K}"],
  ["headers", "Authorization", "", "Bearer ${secret:K}"],
  ["headers", "authorization", "Basic abc", "Basic ${secret:K}"],
  ["headers", "X-Key", "abc", "${secret:K}"],
  ["headers", "X-Key", "Token abc", "Token ${secret:K}"],
] as const)("a reference in %s %s in place of %j is %s", (syntax, name, value, expected) => {
  expect(referenceIn({ syntax, name, server: "" }, value, "K")).toBe(expected);
});

it.each([
  ["${secret:A} ${secret:B}${secret:A}", ["A", "B"]],
  ["Bearer ${secret:A}", ["A"]],
  ["$${secret:A}", []],
  ["${secret:A", []],
  ["${env:A} ${A}", []],
] as const)("%s refers to %j", (text, names) => {
  expect(secretsIn(text)).toEqual(names);
});

describe("what is typed", () => {
  const keys = ["GITHUB_TOKEN", "MY_GIT", "OPENAI_API_KEY"];
  it.each([
    ["", []],
    ["$", []],
    ["${", keys],
    ["Bearer ${sec", keys],
    ["${secret:", keys],
    ["${secret:git", ["GITHUB_TOKEN", "MY_GIT"]],
    ["${secret:nothing", []],
    ["${secret:GITHUB_TOKEN}", []],
    ["${env:", []],
    ["$${secret:", []],
  ])("%s may mean %j", (text, expected) => {
    expect(suggestionsFor(text, keys)).toEqual(expected);
  });

  it("is not wrong before it is finished", () => {
    expect(finished("${A} ${secret:gi")).toBe("${A} ");
    expect(finished("${A} ${what")).toBe("${A} ${what");
  });

  it("is completed at its end", () => {
    expect(completed("Bearer ${secret:gi", "GITHUB_TOKEN")).toBe("Bearer ${secret:GITHUB_TOKEN}");
    expect(completed("${A} ${", "K")).toBe("${A} ${secret:K}");
  });
});

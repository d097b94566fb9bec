import { describe, expect, it } from "vitest";
import { credentialOf, isMasked, looksSecret, schemeOf } from "./secret-look";

// Pieced together, so that no scanner takes the samples for keys.
const github = ["ghp", "_0123456789abcdefghij"].join("");

describe("a secret in plain text", () => {
  it.each([
    ["GITHUB_TOKEN", "x", true],
    ["github_token", "x", true],
    ["WHATEVER", github, true],
    ["Authorization", "Bearer abc", true],
    ["X-Api-Key", "abc", true],
    ["Cookie", "a=b", true],
    ["GITHUB_TOKEN", "", false],
    ["GITHUB_TOKEN", "  ", false],
    ["GITHUB_TOKEN", "${secret:GITHUB_TOKEN}", false],
    ["Authorization", "Bearer ${secret:T}", false],
    ["GITHUB_TOKEN", "${env:T}", false],
    ["MODE", "fast", false],
    ["AUTH_ENABLED", "true", false],
    ["MAX_TOKENS", "4096", false],
    ["KEY_FILE", "key.pem", false],
    ["SSH_KEY", "~/.ssh/id", false],
    ["AUTH_URL", "https://login.example.com", false],
    ["Accept", "text/html", false],
  ])("%s=%s: %s", (name, value, expected) => {
    expect(looksSecret(name, value)).toBe(expected);
  });
});

it.each([
  ["Bearer abc", "Bearer ", "abc"],
  ["  token   abc ", "token   ", "abc"],
  ["abc", "", "abc"],
  ["Bearer", "", "Bearer"],
  ["Bearer ", "", "Bearer"],
  ["two words", "", "two words"],
])("%j is %j and %j", (value, scheme, credential) => {
  expect([schemeOf(value), credentialOf(value)]).toEqual([scheme, credential]);
});

it("knows what stands for a value that is not told", () => {
  expect(isMasked("••••••")).toBe(true);
  expect(isMasked("•••")).toBe(false);
});

import { describe, expect, it } from "vitest";
import { MAX_KEY_NAME_CHARS, nameError, upperSnake } from "./key-name";

describe("a name", () => {
  it.each([
    ["", "name_required"],
    ["A".repeat(MAX_KEY_NAME_CHARS + 1), "name_long"],
    ["A".repeat(MAX_KEY_NAME_CHARS), null],
    ["1_TOKEN", "name_shape"],
    ["GITHUB-TOKEN", "name_shape"],
    ["GITHUB TOKEN", "name_shape"],
    ["TÓKEN", "name_shape"],
    ["TAKEN", "name_taken"],
    ["taken", "name_taken"],
    ["_private", null],
    ["GITHUB_TOKEN", null],
  ])("%j: %j", (name, error) => {
    expect(nameError(name, ["TAKEN"])).toBe(error);
  });
});

it.each([
  ["github token", "GITHUB_TOKEN"],
  ["githubToken", "GITHUB_TOKEN"],
  ["openAIKey", "OPEN_AI_KEY"],
  ["my-api.key", "MY_API_KEY"],
  ["ação secreta", "ACAO_SECRETA"],
  ["2nd key", "_2ND_KEY"],
  ["  GITHUB_TOKEN ", "GITHUB_TOKEN"],
  ["!!!", ""],
])("%j is written %j", (typed, name) => {
  expect(upperSnake(typed)).toBe(name);
});

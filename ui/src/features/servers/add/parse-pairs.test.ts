import { expect, it } from "vitest";
import { parsePairs } from "./parse-pairs";

it("reads the lines of a .env file", () => {
  const text = "# keys\nexport A=1\r\n\nB = 'two words'\nC=\"x=y\"\nD=\n";
  expect(parsePairs(text, "variables")).toEqual([
    { name: "A", value: "1" },
    { name: "B", value: "two words" },
    { name: "C", value: "x=y" },
    { name: "D", value: "" },
  ]);
});

it("reads headers", () => {
  expect(parsePairs("Authorization: Bearer x:y\nX-Team:platform", "headers")).toEqual([
    { name: "Authorization", value: "Bearer x:y" },
    { name: "X-Team", value: "platform" },
  ]);
});

it.each(["", "# only a comment", "TOKEN", "A=1\nnot a pair", "1A=x"])(
  "%j is pasted as it is",
  (text) => {
    expect(parsePairs(text, "variables")).toBeNull();
  },
);

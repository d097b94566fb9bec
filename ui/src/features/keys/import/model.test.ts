import { describe, expect, it } from "vitest";
import type { FoundKey } from "@/ipc/bindings";
import { sampleFound } from "@/ipc/fake-key-import";
import {
  choicesOf,
  commandIn,
  entriesOf,
  kindsFor,
  placeOf,
  skippedOf,
  sourceOf,
  type Wish,
} from "./model";

const preview = (...found: FoundKey[]) => ({ found, problems: [] });
const wishes = (said: Record<string, Partial<Wish>> = {}) => new Map(Object.entries(said));

describe("what is proposed", () => {
  it.each([
    [{ verdict: { kind: "new" } }, true, true],
    [{ verdict: { kind: "name_taken" } }, true, false],
    [{ verdict: { kind: "same_as", name: "B" }, is_replaceable: true }, true, true],
    [{ verdict: { kind: "same_as", name: "B" } }, false, false],
    [{ verdict: { kind: "overridden" } }, false, false],
    // Where no reference can stand, nothing is taken away.
    [{ verdict: { kind: "new" }, server: "s", is_replaceable: false }, false, false],
    [{ verdict: { kind: "new" }, server: "s", is_replaceable: true }, true, true],
  ] as const)("of %j: possible %s, chosen %s", (overrides, possible, chosen) => {
    const [entry] = entriesOf(preview(sampleFound("a", overrides)), wishes(), []);
    expect(entry?.possible).toBe(possible);
    expect(choicesOf(entry ? [entry] : [])).toHaveLength(chosen ? 1 : 0);
  });

  it("refers to the key that has the value", () => {
    const found = sampleFound("a", {
      verdict: { kind: "same_as", name: "OTHER" },
      is_replaceable: true,
    });
    const [entry] = entriesOf(preview(found), wishes(), ["OTHER"]);
    expect(entry).toMatchObject({ taken: false, error: null });
    expect(choicesOf(entry ? [entry] : [])).toMatchObject([{ name: "OTHER", replace: false }]);
  });
});

describe("a name", () => {
  const taken = sampleFound("a", { name: "A", verdict: { kind: "name_taken" } });
  const error = (said: Partial<Wish>, keys = ["A"]) =>
    entriesOf(preview(taken), wishes({ a: { chosen: true, ...said } }), keys)[0]?.error;

  it("that another value has needs a decision", () => {
    expect(error({})).toBe("name_taken");
    // The list of keys may not be there yet.
    expect(error({}, [])).toBe("name_taken");
    expect(error({ replace: true })).toBeNull();
    expect(error({ name: "B" })).toBeNull();
    expect(error({ name: "B" }, ["A", "B"])).toBe("name_taken");
    // Not every keychain tells case.
    expect(error({ name: "b" }, ["A", "B"])).toBe("name_taken");
    expect(error({ name: "1B" })).toBe("name_shape");
    expect(error({ name: "" })).toBe("name_required");
  });

  it("is another value's only where that one is chosen too", () => {
    const found = preview(sampleFound("a", { name: "A" }), sampleFound("b", { name: "B" }));
    const both = entriesOf(found, wishes({ b: { name: "A" } }), []);
    expect(both.map((entry) => entry.error)).toEqual(["name_twice", "name_twice"]);
    const one = entriesOf(found, wishes({ b: { name: "A" }, a: { chosen: false } }), []);
    expect(one[1]?.error).toBeNull();
  });

  it("may stand in several places where the value is the same", () => {
    const found = preview(sampleFound("a", { name: "A" }), sampleFound("b", { name: "A" }));
    expect(entriesOf(found, wishes(), []).map((entry) => entry.error)).toEqual([null, null]);
  });
});

describe("what is sent", () => {
  it("replaces only where it was said, and only what is there", () => {
    const found = preview(
      sampleFound("a", { name: "A", verdict: { kind: "name_taken" } }),
      sampleFound("b", { name: "B" }),
    );
    const said = wishes({
      a: { chosen: true, replace: true },
      b: { replace: true },
    });
    expect(choicesOf(entriesOf(found, said, ["A"]))).toEqual([
      { id: "a", name: "A", target: { kind: "other" }, replace: true },
      { id: "b", name: "B", target: { kind: "other" }, replace: false },
    ]);
  });

  it("keeps where a key is used unless it opens something else", () => {
    const target = { kind: "http" as const, base_url: "https://a.example" };
    const found = sampleFound("a", { target });
    const sent = (said: Partial<Wish>) =>
      choicesOf(entriesOf(preview(found), wishes({ a: said }), []))[0]?.target;
    expect(sent({})).toEqual(target);
    expect(sent({ kind: "openai" })).toEqual({ kind: "openai" });
    expect(kindsFor(found)).toContain("http");
    expect(kindsFor(sampleFound("b"))).not.toContain("http");
  });
});

it.each([
  ["env", " ", { kind: "env_file", path: null }],
  ["env", "~/.mcp/.env", { kind: "env_file", path: null }],
  ["env", " /home/ana/x.env ", { kind: "env_file", path: "/home/ana/x.env" }],
  ["servers", "/x", { kind: "servers" }],
] as const)("%s %j is read as %j", (place, path, source) => {
  expect(sourceOf(place, path)).toEqual(source);
});

it("takes an address that names no place for that of a file", () => {
  expect(["servers", "clients", "elsewhere", ""].map(placeOf)).toEqual([
    "servers",
    "clients",
    "env",
    "env",
  ]);
});

it("tells what failed for one reason together", () => {
  const entries = entriesOf(
    preview(sampleFound("a"), sampleFound("b"), sampleFound("c")),
    wishes(),
    [],
  );
  const locked = { code: "keychain_locked" as const, message: "Locked.", hint: "Unlock it." };
  const other = { code: "not_found" as const, message: "Gone.", field: "b" };
  expect(
    skippedOf([{ ...locked, field: "a" }, other, { ...locked, field: "c" }], entries),
  ).toMatchObject([
    { problem: locked, names: ["A", "C"] },
    { problem: other, names: ["B"] },
  ]);
});

it("finds a command only where one is", () => {
  expect(commandIn({ command: "chmod 600 x" })).toBe("chmod 600 x");
  for (const details of [null, undefined, "chmod", {}, { command: 1 }]) {
    expect(commandIn(details)).toBeNull();
  }
});

import { describe, expect, it } from "vitest";
import type { KeyKind } from "@/ipc/bindings";
import { sampleKey, sampleKeys, sampleTest } from "@/ipc/fake-key-samples";
import { type Row, rowsOf } from "../model";
import { COLUMNS, layOut } from "./columns";
import { formatSort, nextSort, parseSort, sortRows } from "./sort";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const nameOf = (kind: KeyKind) => kind;
const rows = rowsOf(sampleKeys(NOW));
const names = (sorted: readonly Row[]) => sorted.map((row) => row.name);
const by = (text: string) => names(sortRows(rows, parseSort(text), "en", nameOf));

describe("a sort", () => {
  it("is read from the address and written to it", () => {
    for (const column of COLUMNS) {
      expect(formatSort(parseSort(`${column}.desc`))).toBe(`${column}.desc`);
    }
    expect(parseSort("")).toBeNull();
    expect(parseSort("value.asc")).toBeNull();
    expect(parseSort("name.up")).toBeNull();
    expect(formatSort(null)).toBeNull();
  });

  it("goes from its natural order to the reverse to none", () => {
    const name = nextSort(null, "name");
    expect(formatSort(name)).toBe("name.asc");
    expect(formatSort(nextSort(name, "name"))).toBe("name.desc");
    expect(nextSort(nextSort(name, "name"), "name")).toBeNull();
    expect(formatSort(nextSort(name, "last_used"))).toBe("last_used.desc");
  });
});

it("leaves names that no key has above, whatever is sorted by", () => {
  for (const column of COLUMNS) {
    expect(by(`${column}.asc`)[0]).toBe("LINEAR_API_KEY");
    expect(by(`${column}.desc`)[0]).toBe("LINEAR_API_KEY");
  }
});

it("sorts by each column, and what has nothing to compare comes last", () => {
  expect(by("name.desc").slice(1, 3)).toEqual(["SENTRY_TOKEN", "OPENAI_API_KEY"]);
  expect(by("status.asc")[1]).toBe("SENTRY_TOKEN");
  expect(by("kind.asc")[1]).toBe("ANTHROPIC_API_KEY");
  expect(by("test.asc").slice(1, 3)).toEqual(["OPENAI_API_KEY", "HETZNER_TOKEN"]);
  expect(by("test.desc").at(-1)).toBe("SENTRY_TOKEN");
  expect(by("used_by.desc").slice(1, 3)).toEqual(["GITHUB_TOKEN", "OPENAI_API_KEY"]);
  expect(by("last_used.desc").slice(1, 3)).toEqual(["GITHUB_TOKEN", "ANTHROPIC_API_KEY"]);
  expect(by("last_used.asc")[1]).toBe("OPENAI_API_KEY");
});

it("keeps equal rows as they were", () => {
  const test = sampleTest(NOW);
  const keys = ["B", "A", "C"].map((name) => sampleKey(name, NOW, { last_test: test }));
  const same = rowsOf({ ...sampleKeys(NOW), missing: [], keys });
  expect(names(sortRows(same, parseSort("test.asc"), "en", nameOf))).toEqual(["B", "A", "C"]);
});

it("drops the columns that have no room, the least needed first", () => {
  expect(layOut(1_000).columns).toEqual(COLUMNS);
  expect(layOut(850).columns).not.toContain("last_used");
  expect(layOut(850).columns).toContain("kind");
  expect(layOut(620).columns).toEqual(["name", "status", "test"]);
});

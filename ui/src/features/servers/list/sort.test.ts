import { describe, expect, it } from "vitest";
import { live } from "@/ipc/fake-samples";
import { row } from "@/test/rows";
import type { Column } from "./columns";
import { formatSort, nextSort, parseSort, sortRows } from "./sort";

const up = (uptime: number, changes: object = {}) => ({
  overrides: { ...live(uptime, 1), ...changes },
});
const usage = (cpu_percent: number | null, memory_bytes: number) => ({
  usage: { cpu_percent, memory_bytes, processes: 1 },
});

const ROWS = [
  row("server-10", up(1_000, { ...usage(5, 300), restarts: 2 })),
  row("Server-9", up(9_000, { ...usage(50, 100), restarts: 2 })),
  row("broken", { overrides: { state: "failed", restarts: 5 } }),
  row("asleep"),
  row("remote", up(5_000, { usage: null })),
  row("stranger", { overrides: { approved: false } }),
];

const names = (sort: string) => sortRows(ROWS, parseSort(sort), "en").map((one) => one.name);

describe("sorting", () => {
  it.each([
    ["name.asc", ["asleep", "broken", "remote", "Server-9", "server-10", "stranger"]],
    ["state.asc", ["broken", "stranger", "server-10", "Server-9", "remote", "asleep"]],
    // Whoever has no number comes last either way, in the order of the console.
    ["cpu.desc", ["Server-9", "server-10", "broken", "asleep", "remote", "stranger"]],
    ["cpu.asc", ["server-10", "Server-9", "broken", "asleep", "remote", "stranger"]],
    ["memory.desc", ["server-10", "Server-9", "broken", "asleep", "remote", "stranger"]],
    ["uptime.desc", ["Server-9", "remote", "server-10", "broken", "asleep", "stranger"]],
    // Equal ones stay as they were.
    ["restarts.desc", ["broken", "server-10", "Server-9", "asleep", "remote", "stranger"]],
  ])("%s", (sort, expected) => {
    expect(names(sort)).toEqual(expected);
  });

  it("without one is the order of the console", () => {
    expect(names("")).toEqual(ROWS.map((one) => one.name));
    expect(sortRows(ROWS, null, "en")).toBe(ROWS);
  });
});

describe("the address", () => {
  it.each(["cpu.desc", "name.asc"])("%s comes back", (text) => {
    expect(formatSort(parseSort(text))).toBe(text);
  });

  it.each(["", "cpu", "cpu.up", "actions.asc", "constructor.asc"])("%j is no sort", (text) => {
    expect(parseSort(text)).toBeNull();
  });
});

it.each<[Column, string[]]>([
  ["cpu", ["cpu.desc", "cpu.asc", "none"]],
  ["name", ["name.asc", "name.desc", "none"]],
])("a press on %s leads from its natural order to the reverse to none", (column, steps) => {
  let sort = parseSort("restarts.asc");
  const seen = steps.map(() => {
    sort = nextSort(sort, column);
    return formatSort(sort) ?? "none";
  });
  expect(seen).toEqual(steps);
});

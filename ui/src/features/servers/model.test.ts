import { describe, expect, it } from "vitest";
import type { ServerDetail, ServerState } from "@/ipc/bindings";
import { live, sample } from "@/ipc/fake-samples";
import {
  type Action,
  actionsFor,
  attentionOf,
  countViews,
  currentProblem,
  filterRows,
  type Remedy,
  type Row,
  remedyFor,
  rowOf,
  shownState,
} from "./model";

const NOW = 1_800_000_000_000;

function row(overrides: Partial<Omit<ServerDetail, "config">> = {}, name = "time"): Row {
  const { config: _c, history: _h, ...view } = sample({ name, overrides });
  return rowOf(view, NOW);
}

describe("actions by state", () => {
  it.each<[ServerState, boolean, Action[]]>([
    ["stopped", true, ["start"]],
    ["stopped", false, ["approve"]],
    ["failed", true, ["start"]],
    ["failed", false, ["approve"]],
    ["starting", true, ["stop"]],
    ["up", true, ["stop", "restart"]],
    ["up", false, ["stop", "restart"]],
    ["degraded", true, ["stop", "restart"]],
    ["backoff", true, ["start", "stop"]],
    ["stopping", true, []],
  ])("%s, approved %s: %j", (state, approved, actions) => {
    expect(actionsFor({ state, approved })).toEqual(actions);
  });
});

it("shows that approval is missing only while nothing runs", () => {
  expect(shownState({ state: "stopped", approved: false })).toBe("needs_approval");
  expect(shownState({ state: "up", approved: false })).toBe("up");
});

it.each<[ServerState, boolean, string]>([
  ["failed", true, "urgent"],
  ["degraded", true, "waiting"],
  ["backoff", true, "waiting"],
  ["stopped", false, "waiting"],
  ["stopped", true, "none"],
  ["up", true, "none"],
  ["starting", true, "none"],
])("%s, approved %s: attention %s", (state, approved, attention) => {
  expect(attentionOf({ state, approved })).toBe(attention);
});

describe("the button beside an error", () => {
  const problem = (code: "command_not_found" | "needs_approval") => ({ code, message: "…" });

  it.each<[Partial<Omit<ServerDetail, "config">>, Remedy | null]>([
    [{ state: "failed", last_error: problem("command_not_found") }, "retry"],
    [{ state: "failed", approved: false, last_error: problem("needs_approval") }, "approve"],
    [{ state: "backoff", last_error: problem("command_not_found") }, "retry"],
    [{ state: "degraded", last_error: problem("command_not_found") }, "restart"],
    [{ state: "stopped", approved: false }, "approve"],
    [{ state: "up", last_error: problem("command_not_found") }, null],
  ])("%j: %s", (overrides, remedy) => {
    expect(remedyFor(row(overrides))).toBe(remedy);
  });
});

it("shows a problem in the list only while it matters", () => {
  const last_error = { code: "process_exited" as const, message: "It ended." };
  expect(currentProblem({ state: "up", last_error })).toBeNull();
  expect(currentProblem({ state: "failed", last_error })).toBe(last_error);
});

describe("the moment since when a server is up", () => {
  const {
    config: _c,
    history: _h,
    ...view
  } = sample({ name: "time", overrides: { ...live(60_000, 2) } });

  it("is taken from the first answer and kept, so that the clock does not jitter", () => {
    const first = rowOf(view, NOW);
    expect(first.upSince).toBe(NOW - 60_000);
    const later = rowOf({ ...view, uptime_ms: 65_400 }, NOW + 5_000, first);
    expect(later.upSince).toBe(first.upSince);
  });

  it("is new for a new instance, and none for a stopped server", () => {
    const first = rowOf(view, NOW);
    const restarted = rowOf({ ...view, instance: "another", uptime_ms: 0 }, NOW + 500, first);
    expect(restarted.upSince).toBe(NOW + 500);
    expect(rowOf({ ...view, uptime_ms: null }, NOW, first).upSince).toBeNull();
  });
});

describe("filtering", () => {
  const rows = [
    row({ ...live(1, 1) }, "filesystem"),
    row({ state: "failed", tags: ["database"] }, "postgres"),
    row({ approved: false }, "sentry"),
  ];
  const names = (filter: string, view: Parameters<typeof filterRows>[2] = "all") =>
    filterRows(rows, filter, view).map((one) => one.name);

  it.each([
    ["", ["filesystem", "postgres", "sentry"]],
    ["  FILE ", ["filesystem"]],
    ["database", ["postgres"]],
    ["server npx", ["filesystem", "postgres", "sentry"]],
    ["npx sentry", ["sentry"]],
    ["nothing", []],
  ])("%j", (filter, expected) => {
    expect(names(filter)).toEqual(expected);
  });

  it("narrows by view, and counts what each view has", () => {
    expect(names("", "attention")).toEqual(["postgres", "sentry"]);
    expect(names("", "running")).toEqual(["filesystem"]);
    expect(countViews(rows)).toEqual({ all: 3, attention: 2, running: 1, stopped: 1 });
  });
});

import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it, vi } from "vitest";
import type { ConsoleEvents } from "./bindings";
import { ProblemError, toProblem, toProblemError } from "./errors";
import { connectEvents, Invalidator } from "./events";
import { createFakeClient } from "./fake";
import { keyOfTag, queryKeys } from "./query-keys";

describe("a tag and its key", () => {
  it.each([
    ["servers", queryKeys.servers()],
    ["server:time", queryKeys.server("time")],
    ["server:a:b", queryKeys.server("a:b")],
    ["settings", queryKeys.settings()],
    ["server:", null],
    ["server", null],
    ["servers:x", null],
    ["budgets", null],
    ["", null],
  ])("%j belongs to %j", (tag, key) => {
    expect(keyOfTag(tag)).toEqual(key);
  });
});

describe("whatever was thrown is a problem", () => {
  const problem = { code: "not_found" as const, message: "There is no such server." };

  it.each([
    [problem, problem],
    [new ProblemError(problem), problem],
    ["unknown command", { code: "internal", message: "unknown command" }],
    [new Error("broken"), { code: "internal", message: "broken" }],
    [{ odd: 1 }, { code: "internal", message: '{"odd":1}' }],
    [undefined, { code: "internal", message: "undefined" }],
    [null, { code: "internal", message: "null" }],
  ])("%j", (thrown, expected) => {
    expect(toProblem(thrown)).toEqual(expected);
  });

  it("and something to throw again, once", () => {
    const error = toProblemError(problem);
    expect(toProblemError(error)).toBe(error);
    expect(error.message).toBe(problem.message);
  });
});

function batch(...tagged: string[][]): ConsoleEvents {
  const kind = { type: "server_refreshed" as const, server: "time" };
  const at = "2026-01-01T00:00:00.000Z";
  return { events: tagged.map((tags, i) => ({ seq: i + 1, at, kind, tags })), lagged: false };
}

describe("events", () => {
  it("reload each key once for a batch", async () => {
    const queries = new QueryClient();
    const invalidate = vi.spyOn(queries, "invalidateQueries");
    await new Invalidator(queries).take(
      batch(["servers", "server:a"], ["servers", "server:b", "unknown"]),
    );
    expect(invalidate.mock.calls.map(([filters]) => filters?.queryKey)).toEqual([
      ["servers"],
      ["server", "a"],
      ["server", "b"],
    ]);
  });

  it("of a storm are collected while a reload runs, and none is missed", async () => {
    const queries = new QueryClient();
    const finish: (() => void)[] = [];
    const invalidate = vi
      .spyOn(queries, "invalidateQueries")
      .mockImplementation(() => new Promise((resolve) => finish.push(resolve)));
    const invalidator = new Invalidator(queries);
    const first = invalidator.take(batch(["servers"]));
    for (let i = 0; i < 1_000; i += 1) void invalidator.take(batch(["servers"]));
    expect(invalidate).toHaveBeenCalledTimes(1);
    finish.shift()?.();
    await vi.waitFor(() => expect(invalidate).toHaveBeenCalledTimes(2));
    finish.shift()?.();
    await first;
    expect(invalidate).toHaveBeenCalledTimes(2);
  });

  it("reload everything when some were lost", async () => {
    const queries = new QueryClient();
    const invalidate = vi.spyOn(queries, "invalidateQueries");
    await new Invalidator(queries).take({ ...batch(["server:a"]), lagged: true });
    expect(invalidate).toHaveBeenCalledExactlyOnceWith();
  });

  it("reload everything once the subscription stands, since earlier ones went unheard", async () => {
    const queries = new QueryClient();
    const invalidate = vi.spyOn(queries, "invalidateQueries");
    const client = createFakeClient();
    const end = connectEvents(client, queries);
    await vi.waitFor(() => expect(invalidate).toHaveBeenCalledExactlyOnceWith());
    client.change("time", { restarts: 3 });
    await vi.waitFor(() => expect(invalidate).toHaveBeenCalledTimes(3));
    end();
    client.change("time", { restarts: 4 });
    expect(invalidate).toHaveBeenCalledTimes(3);
  });
});

import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { AddServer, ServerCheck } from "@/ipc/bindings";
import type { ConsoleClient } from "@/ipc/client";
import { ClientProvider } from "@/ipc/client-context";
import { createFakeClient } from "@/ipc/fake";
import { CHECK_AFTER_MS, useCheck } from "./use-check";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A console whose answers come when the test says so. */
function setUp() {
  const asked: { request: AddServer; answer: (check: ServerCheck) => Promise<void> }[] = [];
  const client: ConsoleClient = {
    ...createFakeClient(),
    serversCheck: (request) =>
      new Promise((resolve) => {
        asked.push({ request, answer: async (check) => act(async () => resolve(check)) });
      }),
  };
  const { result, rerender } = renderHook(
    ({ name }: { name: string | null }) =>
      useCheck(name === null ? null : { name, command: "npx" }, name, null),
    {
      initialProps: { name: null } as { name: string | null },
      wrapper: ({ children }) => <ClientProvider client={client}>{children}</ClientProvider>,
    },
  );
  return { asked, result, type: (name: string) => rerender({ name }) };
}

const check = (id: string): ServerCheck => ({
  id,
  problems: [],
  cautions: [],
  warnings: [],
  exact: ["npx"],
  resolved: null,
  consented: false,
});
const wait = (ms: number) => act(() => vi.advanceTimersByTime(ms));

it("asks once typing pauses, and about what stands there then", () => {
  const { asked, type } = setUp();
  for (const name of ["t", "ti", "tim", "time"]) {
    type(name);
    wait(CHECK_AFTER_MS - 1);
  }
  expect(asked).toHaveLength(0);
  wait(1);
  expect(asked.map(({ request }) => request.name)).toEqual(["time"]);
});

it("drops an answer to something older", async () => {
  const { asked, result, type } = setUp();
  type("old");
  wait(CHECK_AFTER_MS);
  type("new");
  wait(CHECK_AFTER_MS);
  await asked[1]?.answer(check("new"));
  await asked[0]?.answer(check("old"));
  expect(result.current.answer?.check.id).toBe("new");
  expect(result.current.answer?.subject).toBe("new");
});

it("drops an answer that comes while the next is being typed", async () => {
  const { asked, result, type } = setUp();
  type("old");
  wait(CHECK_AFTER_MS);
  type("newer");
  await asked[0]?.answer(check("old"));
  expect(result.current.answer).toBeNull();
});

it("takes the answer that it has for the question that counts, and asks anew for another", async () => {
  const { asked, result, type } = setUp();
  type("time");
  wait(CHECK_AFTER_MS);
  await asked[0]?.answer(check("time"));
  expect((await result.current.ask({ name: "time", command: "npx" })).id).toBe("time");
  expect(asked).toHaveLength(1);
  const answer = result.current.ask({ name: "time", command: "uvx" });
  await asked[1]?.answer(check("other"));
  expect((await answer).id).toBe("other");
});

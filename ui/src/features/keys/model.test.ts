import { describe, expect, it } from "vitest";
import type { KeyKind, KeyList } from "@/ipc/bindings";
import { sampleKey, sampleKeys, sampleTest } from "@/ipc/fake-key-samples";
import { attentionOf, filterRows, rowsOf } from "./model";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const NONE: KeyList = { ...sampleKeys(NOW), keys: [], missing: [] };
const nameOf = (kind: KeyKind) => (kind === "github" ? "GitHub" : kind);
const refused = sampleTest(NOW, { outcome: "refused" });

describe("what needs someone", () => {
  it("is a key that is missing, lost or refused", () => {
    expect(attentionOf(NONE)).toEqual({ count: 0, closed: false });
    const keys = [
      sampleKey("GOOD", NOW, { last_test: sampleTest(NOW) }),
      sampleKey("LOST", NOW, { status: "lost", last_test: refused }),
      sampleKey("REFUSED", NOW, { last_test: refused }),
      sampleKey("RENEWED", NOW, { last_test: refused, test_is_stale: true }),
      sampleKey("AWAY", NOW, { last_test: sampleTest(NOW, { outcome: "unreachable" }) }),
    ];
    const missing = [{ name: "MISSING", used_by: [] }];
    expect(attentionOf({ ...NONE, keys, missing })).toEqual({ count: 3, closed: false });
  });

  it("is a closed vault, where anything is in it or asked for", () => {
    const closed = { ...NONE, vault: { ...NONE.vault, status: "locked" as const } };
    expect(attentionOf(closed).closed).toBe(false);
    expect(attentionOf({ ...closed, keys: [sampleKey("A", NOW)] }).closed).toBe(true);
    const missing = [{ name: "A", used_by: [] }];
    expect(attentionOf({ ...closed, missing }).closed).toBe(true);
  });
});

it.each([
  ["", 7],
  ["  ", 7],
  ["github", 1],
  ["GitHub token", 1],
  // By a server that uses it.
  ["git", 1],
  ["everything", 1],
  ["linear", 1],
  // By its fingerprint.
  ["41d07a9cb2e5", 1],
  ["_key", 3],
  ["nobody", 0],
])("%j fits %d rows", (filter, count) => {
  expect(filterRows(rowsOf(sampleKeys(NOW)), filter, nameOf)).toHaveLength(count);
});

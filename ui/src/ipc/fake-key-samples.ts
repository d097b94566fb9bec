/** Keys that the fake console begins with. */
import type { KeyList, KeyTest, KeyUse, KeyView } from "./bindings";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** When something was, `ago` milliseconds before `now`. */
function before(now: number, ago: number): string {
  return new Date(now - ago).toISOString();
}

/** A test that ended well, but for what is said otherwise. */
export function sampleTest(now: number, overrides: Partial<KeyTest> = {}): KeyTest {
  return {
    at: before(now, 20 * 60_000),
    outcome: "works",
    latency_ms: 184,
    http_status: 200,
    reason: null,
    account: null,
    permissions: [],
    expires: null,
    retry_after_s: null,
    ...overrides,
  };
}

/** A key that nobody uses and nobody tested, but for what is said otherwise. */
export function sampleKey(name: string, now: number, overrides: Partial<KeyView> = {}): KeyView {
  return {
    name,
    target: { kind: "other", base_url: null, header: null, server: null },
    status: "ready",
    fingerprint: "9f3ac01b77de",
    created_at: before(now, 40 * DAY),
    rotated_at: before(now, 40 * DAY),
    last_used_at: null,
    last_test: null,
    test_is_stale: false,
    used_by: [],
    ...overrides,
  };
}

function use(server: string, field: string, overrides: Partial<KeyUse> = {}): KeyUse {
  return {
    server,
    name: server,
    fields: [field],
    is_running: true,
    is_outdated: false,
    ...overrides,
  };
}

/** Keys in every state. */
export function sampleKeys(now: number): KeyList {
  return {
    vault: { kind: "keychain", status: "ready", problem: null, file: null },
    keys: [
      sampleKey("ANTHROPIC_API_KEY", now, {
        target: { kind: "anthropic" },
        last_used_at: before(now, 2 * HOUR),
        last_test: sampleTest(now),
      }),
      sampleKey("GITHUB_TOKEN", now, {
        target: { kind: "github" },
        fingerprint: "41d07a9cb2e5",
        last_used_at: before(now, 9 * 60_000),
        last_test: sampleTest(now, {
          latency_ms: 231,
          account: "ana",
          permissions: ["repo", "read:org"],
          expires: "2027-02-01",
        }),
        used_by: [use("git", "env.GITHUB_TOKEN")],
      }),
      sampleKey("HETZNER_TOKEN", now, {
        target: { kind: "hetzner" },
        fingerprint: "c6e2905d13fa",
        last_test: sampleTest(now, {
          outcome: "unreachable",
          latency_ms: null,
          http_status: null,
          reason: "No answer within 15 s.",
        }),
      }),
      sampleKey("INTERNAL_API", now, {
        target: { kind: "http", base_url: "https://tools.example.com/whoami", header: "X-Api-Key" },
        fingerprint: "08b7f1e46a3c",
      }),
      sampleKey("OPENAI_API_KEY", now, {
        target: { kind: "openai" },
        fingerprint: "e5a1c7730b9d",
        rotated_at: before(now, 3 * HOUR),
        last_used_at: before(now, DAY),
        test_is_stale: true,
        last_test: sampleTest(now, {
          outcome: "refused",
          http_status: 401,
          reason: "Incorrect API key provided.",
        }),
        used_by: [use("everything", "env.OPENAI_API_KEY", { is_outdated: true })],
      }),
      sampleKey("SENTRY_TOKEN", now, { status: "lost", fingerprint: "77aa02c4e9d1" }),
    ],
    missing: [
      {
        name: "LINEAR_API_KEY",
        used_by: [use("linear", "env.LINEAR_API_KEY", { is_running: false })],
      },
    ],
  };
}

/** As many keys as anybody may have, and names that many servers refer to in vain. */
export function manyKeys(now: number, count = 400): KeyList {
  const base = sampleKeys(now);
  const keys = Array.from({ length: count }, (_, i) => {
    const one = base.keys[i % base.keys.length] ?? sampleKey("KEY", now);
    return { ...one, name: `${one.name}_${String(i + 1).padStart(3, "0")}` };
  });
  return { ...base, keys };
}

/** Keys with names, users and reasons as long as they may be. */
export function longKeys(now: number): KeyList {
  const base = sampleKeys(now);
  const name = "THE_KEY_OF_THE_PLATFORM_TEAM_FOR_THE_INTERNAL_GATEWAY_OF_THE_COMPANY_".repeat(2);
  const used_by = Array.from({ length: 12 }, (_, i) =>
    use(`server-${i + 1}`, "headers.Authorization", {
      name: `The server of the platform team, number ${i + 1}`,
      is_outdated: i % 3 === 0,
    }),
  );
  const long = sampleKey(name.slice(0, 128), now, {
    target: {
      kind: "openai_compatible",
      base_url: `https://gateway.example.com/${"a-long-path/".repeat(12)}v1`,
    },
    last_used_at: before(now, 400 * DAY),
    last_test: sampleTest(now, {
      outcome: "refused",
      http_status: 403,
      reason: "The organisation of this key has turned off access from this network. ".repeat(3),
      account: "The organisation of the platform team of the company",
      permissions: Array.from({ length: 24 }, (_, i) => `organisation.projects.scope-${i + 1}`),
      expires: "2027-01-01T00:00:00Z",
    }),
    used_by,
  });
  return { ...base, keys: [long, ...base.keys] };
}

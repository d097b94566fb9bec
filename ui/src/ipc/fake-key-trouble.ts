/** Servers whose keys are missing, locked away or have changed, and those keys. */
import { referenceOf } from "@/lib/key-reference";
import type { EnvVar, KeyList, KeyUse, Mend, Problem, ServerDetail } from "./bindings";
import { sampleKey, sampleKeys } from "./fake-key-samples";
import { ago, live, sample, stdio } from "./fake-samples";

const MINUTE = 60_000;

function withEnv(...env: EnvVar[]) {
  return { ...stdio("npx", "-y", "@acme/mcp-keyed"), env };
}

function failed(name: string, last_error: Problem, mend: Mend, env: EnvVar): ServerDetail {
  return sample({
    name,
    transport: withEnv(env),
    overrides: { state: "failed", since: ago(4 * MINUTE), last_error, mend },
  });
}

/** The servers. */
export function keyedServers(): ServerDetail[] {
  const notion = { name: "NOTION_TOKEN", value: referenceOf("NOTION_TOKEN") };
  const github = { name: "GITHUB_TOKEN", value: referenceOf("GITHUB_TOKEN") };
  return [
    failed(
      "notion",
      {
        code: "key_missing",
        message: "The key NOTION_TOKEN is not in the keychain.",
        hint: "Add it, then start the server again.",
        field: "env.NOTION_TOKEN",
        details: { key: "NOTION_TOKEN" },
      },
      { kind: "add_key", name: "NOTION_TOKEN" },
      notion,
    ),
    failed(
      "vault",
      {
        code: "keychain_locked",
        message: "The keychain is locked.",
        hint: "Unlock it, then start the server again.",
      },
      { kind: "unlock_vault" },
      github,
    ),
    failed(
      "keychain",
      {
        code: "keychain_unavailable",
        message: "No keychain answers: the name is not activatable.",
        hint: "See on the Keys page what can be done.",
      },
      { kind: "open_keys" },
      github,
    ),
    sample({
      name: "keyed",
      transport: withEnv(
        github,
        { name: "OPENAI_API_KEY", value: referenceOf("OPENAI_API_KEY") },
        { name: "NOTION_TOKEN", value: referenceOf("NOTION_TOKEN") },
        { name: "SENTRY_TOKEN", value: referenceOf("SENTRY_TOKEN") },
        { name: "DB_PASSWORD", value: "••••••" },
        { name: "REGION", value: "sa-east-1" },
      ),
      overrides: { ...live(42 * MINUTE, 12), restart_needed: true },
    }),
  ];
}

/** Their keys. */
export function keyedKeys(now: number): KeyList {
  const base = sampleKeys(now);
  const use = (name: string, overrides: Partial<KeyUse> = {}): KeyUse => ({
    server: "keyed",
    name: "keyed",
    fields: [`env.${name}`],
    is_running: true,
    is_outdated: false,
    ...overrides,
  });
  const used = new Map([
    ["GITHUB_TOKEN", use("GITHUB_TOKEN")],
    ["OPENAI_API_KEY", use("OPENAI_API_KEY", { is_outdated: true })],
    ["SENTRY_TOKEN", use("SENTRY_TOKEN")],
  ]);
  const keys = base.keys.map((key) => {
    const by = used.get(key.name);
    return by ? { ...key, used_by: [by] } : key;
  });
  const others = ["BRAVE_API_KEY", "DATABASE_PASSWORD"].map((name) => sampleKey(name, now));
  const notion = { server: "notion", name: "notion", is_running: false };
  return {
    ...base,
    keys: [...keys, ...others].sort((a, b) => a.name.localeCompare(b.name)),
    missing: [
      { name: "NOTION_TOKEN", used_by: [use("NOTION_TOKEN"), use("NOTION_TOKEN", notion)] },
    ],
  };
}

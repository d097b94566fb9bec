/**
 * Sample servers in every state, for looking at the window without a console behind it.
 * Never part of the product's bundle.
 */
import type {
  HistoryEntry,
  Problem,
  ServerConfig,
  ServerDetail,
  ServerState,
  Transport,
} from "./bindings";
import { CRASH_LOOP, EXITED, HEALTH, MISSING_COMMAND } from "./fake-problems";
import { exactOf, warningsOf } from "./fake-warnings";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What differs from a stopped, approved stdio server. */
export interface SampleOptions {
  name: string;
  id?: string;
  transport?: Transport;
  overrides?: Partial<Omit<ServerDetail, "config">>;
  autostart?: boolean;
  description?: string;
  tags?: string[];
}

/** A point in time before `now`, RFC 3339. */
export function ago(ms: number, now = Date.now()): string {
  return new Date(now - ms).toISOString();
}

/** One line for people of a transport. */
export function targetOf(transport: Transport): string {
  if (transport.kind === "http") return transport.url;
  const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`);
  return [transport.command, ...(transport.args ?? [])].map(quoted).join(" ");
}

/** A stdio transport from words. */
export function stdio(command: string, ...args: string[]) {
  return { kind: "stdio", command, args, env: [], cwd: null } satisfies Transport;
}

/** A whole server from what is particular about it. */
export function sample(options: SampleOptions): ServerDetail {
  const id = options.id ?? options.name.toLowerCase();
  const transport = options.transport ?? stdio("npx", "-y", `@modelcontextprotocol/server-${id}`);
  const config: ServerConfig = {
    id,
    name: options.name,
    description: options.description ?? null,
    transport,
    tags: options.tags ?? [],
    autostart: options.autostart ?? false,
  };
  return {
    id,
    name: options.name,
    description: options.description ?? null,
    kind: transport.kind,
    target: targetOf(transport),
    state: "stopped",
    since: ago(2 * HOUR),
    approved: true,
    restart_needed: false,
    asleep: false,
    autostart: options.autostart ?? false,
    tags: options.tags ?? [],
    instance: null,
    pid: null,
    started_at: null,
    uptime_ms: null,
    restarts: 0,
    retry_at: null,
    protocol_version: null,
    server_info: null,
    counts: { tools: 0, resources: 0, resource_templates: 0, prompts: 0, quarantined: 0 },
    health: { last_ok_at: null, latency_ms: null, failures: 0, recent_ms: [] },
    usage: null,
    last_error: null,
    history: [],
    warnings: warningsOf(transport),
    exact: exactOf(transport),
    mend: null,
    ...options.overrides,
    config,
  };
}

/** What a live server adds. */
export function live(
  upForMs: number,
  tools: number,
  pid = 4242,
): NonNullable<SampleOptions["overrides"]> {
  const startedAt = ago(upForMs + 900);
  const instance = "0198f3a2-7c1e-7b52-9d31-5f0e6a2c84d1";
  return {
    state: "up",
    since: ago(upForMs),
    instance,
    pid,
    started_at: startedAt,
    uptime_ms: upForMs,
    protocol_version: "2025-11-25",
    server_info: { name: "mcp-server", version: "1.4.2" },
    counts: { tools, resources: 3, resource_templates: 1, prompts: 2, quarantined: 0 },
    health: { last_ok_at: ago(12_000), latency_ms: 3.4, failures: 0, recent_ms: checks(pid) },
    usage: { cpu_percent: 0.4, memory_bytes: 71_303_168, processes: 2 },
    history: [
      step(ago(upForMs), "starting", "up", instance),
      step(startedAt, "stopped", "starting", instance),
    ],
  };
}

/** Answers to the last health checks, about 3 ms with a slow one now and then. */
function checks(seed: number): (number | null)[] {
  return Array.from({ length: 30 }, (_, i) => {
    const wave = Math.sin(seed + i * 1.7) + Math.sin(seed * 3 + i * 0.6);
    return (seed + i) % 13 === 0 ? 11.2 : Math.round((3.4 + wave) * 10) / 10;
  });
}

function step(
  at: string,
  from: ServerState,
  to: ServerState,
  instance: string | null,
  problem: Problem | null = null,
): HistoryEntry {
  return { at, instance, from, to, problem };
}

/** Servers in every state. */
export function sampleServers(): ServerDetail[] {
  return [
    sample({
      name: "everything",
      description: "Shows every feature of the protocol",
      tags: ["demo"],
      overrides: { ...live(3 * DAY + 4 * HOUR, 13), restarts: 1 },
      autostart: true,
    }),
    sample({
      name: "filesystem",
      tags: ["files", "work"],
      transport: stdio(
        "npx",
        "-y",
        "@modelcontextprotocol/server-filesystem",
        "/home/ana/My documents",
      ),
      overrides: live(2 * HOUR + 5 * MINUTE, 16, 5120),
    }),
    sample({
      name: "git",
      tags: ["work"],
      transport: stdio("uvx", "mcp-server-git", "--repository", "/home/ana/src/mcp-console"),
      overrides: {
        state: "failed",
        since: ago(4 * MINUTE),
        last_error: MISSING_COMMAND,
        mend: {
          kind: "install_runtime",
          runtime: "uv",
          commands: ["curl -LsSf https://astral.sh/uv/install.sh | sh", "pipx install uv"],
        },
      },
    }),
    sample({
      name: "linear",
      transport: { kind: "http", url: "https://mcp.linear.app/mcp", headers: [], flavour: "auto" },
      tags: ["remote", "team", "work"],
      overrides: { ...live(42 * MINUTE, 23, 77), pid: null, usage: null },
    }),
    sample({
      name: "memory",
      overrides: {
        ...live(9 * HOUR, 9, 6001),
        state: "degraded",
        since: ago(3 * MINUTE),
        health: {
          last_ok_at: ago(4 * MINUTE),
          latency_ms: 4120.7,
          failures: 3,
          recent_ms: [...checks(7).slice(4, 26), 4120.7, null, null, null],
        },
        usage: { cpu_percent: 97.3, memory_bytes: 812_646_400, processes: 4 },
        last_error: HEALTH,
      },
    }),
    sample({
      name: "postgres",
      tags: ["data"],
      overrides: {
        state: "failed",
        since: ago(25 * MINUTE),
        restarts: 5,
        last_error: CRASH_LOOP,
        mend: { kind: "retry" },
        history: [
          step(ago(25 * MINUTE), "starting", "failed", null, CRASH_LOOP),
          step(ago(26 * MINUTE), "backoff", "starting", null),
          step(ago(27 * MINUTE), "up", "backoff", null, EXITED),
          step(ago(31 * MINUTE), "starting", "up", null),
          step(ago(32 * MINUTE), "stopped", "starting", null),
        ],
      },
    }),
    sample({
      name: "puppeteer",
      overrides: {
        state: "backoff",
        since: ago(8_000),
        retry_at: ago(-22_000),
        restarts: 4,
        last_error: EXITED,
      },
    }),
    sample({ name: "sentry", overrides: { approved: false } }),
    sample({ name: "slack", overrides: { state: "starting", since: ago(2_000), pid: 7300 } }),
    sample({
      name: "time",
      transport: stdio("uvx", "mcp-server-time", "--local-timezone=America/Sao_Paulo"),
      overrides: {
        asleep: true,
        history: [
          step(ago(2 * HOUR), "stopping", "stopped", null),
          step(ago(2 * HOUR + 1_000), "up", "stopping", null),
          step(ago(3 * HOUR), "starting", "up", null),
          step(ago(3 * HOUR + 1_000), "stopped", "starting", null),
        ],
      },
    }),
    sample({
      name: "weather",
      overrides: { ...live(20_000, 4, 7111), state: "stopping", since: ago(1_000) },
    }),
  ];
}

/** Servers whose names and commands are as long as they may be. */
export function longServers(): ServerDetail[] {
  const name = "The server of the platform team with a name of sixty-four letters";
  return [
    sample({
      tags: ["a-label-that-is-much-longer-than-anybody-needs", "platform", "production", "team"],
      name: name.slice(0, 64),
      id: "the-server-of-the-platform-team-with-a-name-of-sixty-four-letter",
      transport: stdio(
        "/opt/company/tools/bin/run-mcp",
        "--configuration",
        "/etc/company/mcp/production/servers/platform.toml",
        "--log-level=debug",
      ),
      overrides: live(400 * DAY, 1204),
    }),
    ...sampleServers(),
  ];
}

/** As many servers as someone might really have, and more. */
export function manyServers(count = 300): ServerDetail[] {
  const base = sampleServers();
  return Array.from({ length: count }, (_, i) => {
    const one = base[i % base.length] ?? sample({ name: "server" });
    const name = `${one.name}-${String(i + 1).padStart(3, "0")}`;
    return { ...one, id: name, name, config: { ...one.config, id: name, name } };
  });
}

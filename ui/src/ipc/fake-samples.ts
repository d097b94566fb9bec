/**
 * Sample servers in every state, for looking at the window without a console behind it.
 * Never part of the product's bundle.
 */
import type {
  HistoryEntry,
  LogLine,
  Problem,
  ServerConfig,
  ServerDetail,
  ServerState,
  Transport,
} from "./bindings";

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
export function stdio(command: string, ...args: string[]): Transport {
  return { kind: "stdio", command, args, env: [], cwd: null };
}

/** A whole server from what is particular about it. */
export function sample(options: SampleOptions): ServerDetail {
  const id = options.id ?? options.name.toLowerCase();
  const transport = options.transport ?? stdio("npx", "-y", `@modelcontextprotocol/server-${id}`);
  const config: ServerConfig = {
    id,
    name: options.name,
    description: null,
    transport,
    tags: [],
    autostart: options.autostart ?? false,
  };
  return {
    id,
    name: options.name,
    description: null,
    kind: transport.kind,
    target: targetOf(transport),
    state: "stopped",
    since: ago(2 * HOUR),
    approved: true,
    autostart: options.autostart ?? false,
    tags: [],
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
    warnings: [],
    exact: [],
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
    health: { last_ok_at: ago(12_000), latency_ms: 3.4, failures: 0, recent_ms: [] },
    usage: { cpu_percent: 0.4, memory_bytes: 71_303_168, processes: 2 },
    history: [
      step(ago(upForMs), "starting", "up", instance),
      step(startedAt, "stopped", "starting", instance),
    ],
  };
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

const MISSING_COMMAND: Problem = {
  code: "command_not_found",
  message: "The command “uvx” does not exist on the search path.",
  hint: "Install uv, or give the full path of the program.",
};

const CRASH_LOOP: Problem = {
  code: "crash_loop",
  message: "The process ended 6 times within 10 minutes, last with exit code 1.",
  hint: "Read the last lines of its log, correct the configuration and start it again.",
  details: { exit_code: 1 },
  stderr_tail: [
    "node:internal/modules/package_json_reader:268",
    "  throw new ERR_MODULE_NOT_FOUND(packageName, fileURLToPath(base), null);",
    "        ^",
    "",
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'pg' imported from /home/ana/.npm/_npx/3f1/server.js",
    "    at packageResolve (node:internal/modules/esm/resolve:768:81)",
    "Node.js v22.21.0",
  ],
};

const EXITED: Problem = {
  code: "process_exited",
  message: "The process ended with exit code 137 while a call was in flight.",
  hint: "It will be started again; its log shows what it said last.",
  stderr_tail: ["Killed"],
};

const HEALTH: Problem = {
  code: "call_timeout",
  message: "Three health checks in a row had no answer within 10 s.",
  hint: "Restart the server if it does not recover.",
};

/** Servers in every state. */
export function sampleServers(): ServerDetail[] {
  return [
    sample({
      name: "everything",
      overrides: { ...live(3 * DAY + 4 * HOUR, 13), restarts: 1 },
      autostart: true,
    }),
    sample({
      name: "filesystem",
      transport: stdio(
        "npx",
        "-y",
        "@modelcontextprotocol/server-filesystem",
        "/home/ana/My documents",
      ),
      overrides: live(2 * HOUR + 5 * MINUTE, 14, 5120),
    }),
    sample({
      name: "git",
      transport: stdio("uvx", "mcp-server-git", "--repository", "/home/ana/src/mcp-console"),
      overrides: { state: "failed", since: ago(4 * MINUTE), last_error: MISSING_COMMAND },
    }),
    sample({
      name: "linear",
      transport: { kind: "http", url: "https://mcp.linear.app/mcp", headers: [], flavour: "auto" },
      overrides: { ...live(42 * MINUTE, 23), pid: null, usage: null },
    }),
    sample({
      name: "memory",
      overrides: {
        ...live(9 * HOUR, 9, 6001),
        state: "degraded",
        since: ago(3 * MINUTE),
        health: { last_ok_at: ago(4 * MINUTE), latency_ms: 4120.7, failures: 3, recent_ms: [] },
        usage: { cpu_percent: 97.3, memory_bytes: 812_646_400, processes: 4 },
        last_error: HEALTH,
      },
    }),
    sample({
      name: "postgres",
      overrides: {
        state: "failed",
        since: ago(25 * MINUTE),
        restarts: 5,
        last_error: CRASH_LOOP,
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

/** A server's log of `count` lines. */
export function sampleLog(count: number, fromSeq = 1): LogLine[] {
  const texts = [
    "listening on stdio",
    "initialize from mcp-console 0.1.0, protocol 2025-11-25",
    "tools/list → 13 tools in 2 ms",
    "warning: deprecated option --legacy-roots will be removed in 2.0",
    'tools/call echo {"message":"hello"} → ok in 1 ms',
    "resource cache: 128 entries, 2.1 MiB",
    "ping",
  ];
  const streams: LogLine["stream"][] = [
    "stderr",
    "protocol",
    "stderr",
    "stdout",
    "stderr",
    "stderr",
    "console",
  ];
  return Array.from({ length: count }, (_, i) => {
    const seq = fromSeq + i;
    return {
      seq,
      at: ago((count - i) * 700),
      stream: streams[seq % streams.length] ?? "stderr",
      text: texts[seq % texts.length] ?? "",
    };
  });
}

/** A server for each way of being down and of being mended, and one with an eventful week. */
import type { HistoryEntry, Mend, Problem, ServerDetail, ServerState } from "./bindings";
import { ago, live, sample, stdio } from "./fake-samples";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function change(
  msAgo: number,
  from: ServerState,
  to: ServerState,
  problem: Problem | null = null,
): HistoryEntry {
  return { at: ago(msAgo), instance: null, from, to, problem };
}

const KILLED: Problem = {
  code: "process_exited",
  message: "The process was ended by signal SIGKILL while a call was in flight.",
  hint: "It will be started again; its log shows what it said last.",
  details: { signal: 9, signal_name: "SIGKILL" },
  stderr_tail: Array.from(
    { length: 14 },
    (_, i) => `\u001b[33mWARN\u001b[0m heap at ${86 + i} % of 512 MiB, collecting`,
  ),
};

function failed(name: string, last_error: Problem, mend: Mend): ServerDetail {
  const history = [
    change(4 * MINUTE, "starting", "failed", last_error),
    change(5 * MINUTE, "stopped", "starting"),
  ];
  const overrides = { state: "failed", since: ago(4 * MINUTE), last_error, mend, history } as const;
  return sample({ name, overrides, transport: stdio("npx", "-y", `@acme/mcp-${name}`) });
}

/** A day of crashes, restarts and good hours, newest first. */
export function eventfulHistory(): HistoryEntry[] {
  const crashes = [7, 11, 12, 13, 40].flatMap((minutes) => [
    change(minutes * MINUTE - 20_000, "starting", "up"),
    change(minutes * MINUTE - 15_000, "backoff", "starting"),
    change(minutes * MINUTE, "up", "backoff", KILLED),
  ]);
  return [
    ...crashes,
    change(3 * HOUR, "degraded", "up"),
    change(3.4 * HOUR, "up", "degraded"),
    change(9 * HOUR, "starting", "up"),
    change(9 * HOUR + 2_000, "stopped", "starting"),
    change(20 * HOUR, "stopping", "stopped"),
    change(20 * HOUR + 800, "up", "stopping"),
    change(50 * HOUR, "starting", "up"),
    change(50 * HOUR + 900, "stopped", "starting"),
    // Between these two the console was killed: nobody knows.
    change(80 * HOUR, "starting", "up"),
    change(80 * HOUR + 700, "stopped", "starting"),
  ];
}

/** The servers. */
export function troubledServers(): ServerDetail[] {
  return [
    failed(
      "variable",
      {
        code: "variable_missing",
        message: "The variable GITHUB_TOKEN has no value.",
        hint: "Give it a value, or take it out of the configuration.",
        field: "env.GITHUB_TOKEN",
      },
      { kind: "set_variable", name: "GITHUB_TOKEN" },
    ),
    failed(
      "runtime",
      {
        code: "command_not_found",
        message: "The command uvx was not found.",
        hint: "Install uv, or give the full path of the program.",
        field: "command",
      },
      {
        kind: "install_runtime",
        runtime: "uv",
        commands: ["curl -LsSf https://astral.sh/uv/install.sh | sh", "pipx install uv"],
      },
    ),
    failed(
      "unknown-runtime",
      { code: "command_not_found", message: "The command acme-mcp was not found." },
      { kind: "install_runtime", runtime: "acme-mcp", commands: [] },
    ),
    failed(
      "slow",
      {
        code: "start_timeout",
        message: "The handshake was not done within 30 s.",
        hint: "A first start with npx or uvx downloads the package and may take longer.",
        stderr_tail: ["npm http fetch GET 200 @acme/mcp-slow 812ms"],
      },
      { kind: "raise_start_timeout", from_ms: 30_000, to_ms: 120_000 },
    ),
    failed(
      "folder",
      {
        code: "bad_working_directory",
        message: "The working directory /home/ana/src/gone does not exist.",
        hint: "Choose another one, or make it.",
        field: "cwd",
      },
      { kind: "edit", field: "cwd" },
    ),
    failed("crashing", { ...KILLED, code: "crash_loop" }, { kind: "retry" }),
    sample({
      name: "imported",
      overrides: {
        approved: false,
        state: "failed",
        since: ago(MINUTE),
        mend: { kind: "approve" },
        last_error: {
          code: "needs_approval",
          message: "The command has not been approved yet.",
          hint: "Review it and approve it.",
        },
      },
    }),
    sample({
      name: "waiting",
      overrides: {
        state: "backoff",
        since: ago(8_000),
        retry_at: ago(-95_000),
        restarts: 4,
        last_error: KILLED,
        mend: { kind: "retry" },
        history: [change(8_000, "up", "backoff", KILLED), ...eventfulHistory()],
      },
    }),
    sample({
      name: "eventful",
      transport: {
        ...stdio("uvx", "mcp-server-fetch", "--user-agent=console"),
        env: [
          { name: "API_TOKEN", value: "••••••" },
          { name: "REGION", value: "sa-east-1" },
        ],
        cwd: "/home/ana/My documents/fetch",
      },
      overrides: {
        ...live(6.6 * MINUTE, 12),
        restarts: 5,
        last_error: KILLED,
        history: eventfulHistory(),
        health: {
          last_ok_at: ago(9_000),
          latency_ms: 4.2,
          failures: 0,
          recent_ms: [3, 4, 3, 5, 4, 12, 41, null, null, 8, 4, 3, 4, 5, 4, 4, 3, 3, 4.2],
        },
      },
    }),
    sample({ name: "new" }),
  ];
}

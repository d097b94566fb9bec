/** What the shell of the fake console has to tell. */
import type { Check, CheckStatus, Delivery, DoctorReport, Notice, NoticeKind } from "./bindings";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const CRASHED: NoticeKind = {
  type: "server_failed",
  server: "postgres",
  problem: {
    code: "crash_loop",
    message: "It ended 5 times within 60 seconds; the last time with exit code 1.",
    hint: "Read its last output, correct the cause, then start it again.",
  },
};

const NOT_FOUND: NoticeKind = {
  type: "server_failed",
  server: "retired-server",
  problem: {
    code: "command_not_found",
    message: "The command uvx was not found.",
    hint: "Install uv, then try again.",
  },
};

/** Notices of the last days, newest first. */
export function sampleNotices(now: number): Notice[] {
  const notice = (
    id: number,
    ago: number,
    kind: NoticeKind,
    read: boolean,
    delivery: Delivery = "shown",
  ): Notice => ({ id, at: new Date(now - ago).toISOString(), kind, read, delivery });
  return [
    notice(6, 4 * MINUTE, CRASHED, false),
    notice(5, 38 * MINUTE, { type: "server_recovered", server: "everything" }, false, "paused"),
    notice(4, DAY + 2 * HOUR, NOT_FOUND, true, "unavailable"),
    notice(3, DAY + 3 * HOUR, { type: "server_recovered", server: "time" }, true),
    notice(2, 4 * DAY, { type: "server_failed", server: "time", problem: null }, true),
  ];
}

/** Many notices over many days. */
export function manyNotices(now: number, count = 500): Notice[] {
  return Array.from({ length: count }, (_, i) => ({
    id: count - i,
    at: new Date(now - i * 3 * HOUR).toISOString(),
    kind: i % 3 === 1 ? ({ type: "server_recovered", server: "time" } as const) : CRASHED,
    read: i > 40,
    delivery: "shown" as const,
  }));
}

function ok(id: string, message: string): Check {
  return { id, status: "ok", message, fix: null, fixable: false };
}

const HOME = "/home/ana";
const BASICS: Check[] = [
  ok("data_dir", `${HOME}/.local/share/mcp-console is private and can be written to.`),
  ok("database", "The database is whole (schema 3)."),
  ok("keychain", "The keychain answers and is unlocked."),
  ok("runtime.node", `node is ${HOME}/.nvm/versions/node/v22.19.0/bin/node (v22.19.0).`),
  ok("runtime.npx", `npx is ${HOME}/.nvm/versions/node/v22.19.0/bin/npx (10.9.3).`),
  ok("runtime.uv", `uv is ${HOME}/.local/bin/uv (uv 0.9.5).`),
  ok("runtime.uvx", `uvx is ${HOME}/.local/bin/uvx (uvx 0.9.5).`),
  ok("runtime.python3", "python3 is /usr/bin/python3 (Python 3.13.5)."),
  ok("display", "There is a display for the window."),
  ok("session_bus", "There is a session bus for tray, notifications and keychain."),
  ok("port", "A console runs on this data directory."),
  ok("client.claude_code", `Claude Code has 4 servers in ${HOME}/.claude.json.`),
];

const DOCKER: Check = {
  id: "runtime.docker",
  status: "warn",
  message: "docker (servers in containers): The command docker was not found.",
  fix: "Install Docker or Podman if you run servers in containers: `sudo apt install podman`.",
  fixable: false,
};

const CURSOR: Check = {
  id: "client.cursor",
  status: "warn",
  message: `Cursor's ${HOME}/.cursor/mcp.json cannot be read: trailing comma at line 14 column 3.`,
  fix: "Mend the file, or let the client write it anew.",
  fixable: false,
};

const OPEN_DIRECTORY: Check = {
  id: "data_dir",
  status: "fail",
  message: `${HOME}/.local/share/mcp-console can be entered by others (mode 755).`,
  fix: `Run \`chmod 700 ${HOME}/.local/share/mcp-console\`.`,
  fixable: true,
};

/** The worst of some checks. */
export function worstOf(checks: readonly Check[]): CheckStatus {
  if (checks.some((check) => check.status === "fail")) return "fail";
  return checks.some((check) => check.status === "warn") ? "warn" : "ok";
}

/** A report whose worst finding is `status`. */
export function sampleReport(status: CheckStatus = "warn"): DoctorReport {
  const [first, ...rest] = BASICS;
  const checks =
    status === "ok" || !first
      ? BASICS
      : [status === "fail" ? OPEN_DIRECTORY : first, ...rest, DOCKER, CURSOR];
  return { status: worstOf(checks), checks };
}

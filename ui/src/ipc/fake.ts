/**
 * A console that lives in the browser: for tests, and for looking at the window in a plain
 * browser (`npm run dev:fake`). Never part of the product's bundle.
 */
import type {
  CacheTag,
  ConsoleEvents,
  Event,
  EventKind,
  FoundServers,
  LogLine,
  Problem,
  ServerDetail,
  Settings,
} from "./bindings";
import type { ConsoleClient, Unsubscribe } from "./client";
import { ProblemError } from "./errors";
import type { FakeAnswer } from "./fake-answer";
import { fakeImports } from "./fake-changes";
import { type FakeExplorerOptions, fakeExplorer } from "./fake-explorer";
import { type FakeKeyOptions, fakeKeys } from "./fake-keys";
import { sampleLog } from "./fake-log-samples";
import { sampleServers } from "./fake-samples";
import { fakeServers } from "./fake-servers";
import { type FakeShellHandles, type FakeShellOptions, fakeShell } from "./fake-shell";

/** How the fake behaves. */
export interface FakeOptions {
  servers?: ServerDetail[];
  settings?: Settings;
  /** How long a start or stop takes, milliseconds; `null`: for ever. */
  pace?: number | null;
  /** How notices, desktop and doctor begin. */
  shell?: FakeShellOptions;
  /** Which keys there are. */
  keys?: FakeKeyOptions;
  /** What servers offer, and how their calls go. */
  explorer?: FakeExplorerOptions;
  /** What is found on this machine. */
  found?: FoundServers[];
  /** Methods that fail, and how. */
  failing?: Partial<Record<keyof ConsoleClient, Problem>>;
  /** Methods that never answer. */
  hanging?: readonly (keyof ConsoleClient)[];
  /** Why the console could not start. */
  startupProblem?: Problem;
  /** Lines that every log begins with. */
  logLines?: number;
  /** Log lines a second while a log is followed. */
  flood?: number;
}

/** A fake client with handles for tests. */
export interface FakeClient extends ConsoleClient, FakeShellHandles {
  /** Changes a server as if it had happened in the console. */
  change(id: string, overrides: Partial<ServerDetail>): void;
  /** Sends log lines to whoever follows. */
  log(id: string, lines: LogLine[]): void;
  /** How often a method was called. */
  calls(method: keyof ConsoleClient): number;
}

/** Makes a fake client. */
export function createFakeClient(options: FakeOptions = {}): FakeClient {
  const listeners = new Set<(batch: ConsoleEvents) => void>();
  const followers = new Map<string, Set<(lines: LogLine[]) => void>>();
  const counted = new Map<keyof ConsoleClient, number>();
  let settings: Settings = options.settings ?? {
    theme: "system",
    language: "system",
    density: "comfortable",
    onboarded: true,
  };
  let seq = 0;

  const publish = (kind: EventKind, tags: CacheTag[]) => {
    seq += 1;
    const event: Event = { seq, at: new Date().toISOString(), kind, tags };
    for (const listener of listeners) listener({ events: [event], lagged: false });
  };

  const answer: FakeAnswer = (method, run) => {
    counted.set(method, (counted.get(method) ?? 0) + 1);
    if (options.hanging?.includes(method)) return new Promise(() => {});
    const problem = options.failing?.[method];
    if (problem) return Promise.reject(new ProblemError(problem));
    return new Promise((resolve) => setTimeout(resolve, 0)).then(run);
  };

  const keys = fakeKeys(answer, options.keys ?? {}, publish);
  const servers = fakeServers({
    answer,
    servers: options.servers ?? sampleServers(),
    pace: options.pace === undefined ? 600 : options.pace,
    emit: (kind, id) => {
      if (kind.type === "server_state" && kind.to === "starting") keys.started(id);
      publish(kind, ["servers", `server:${id}`]);
    },
  });

  return {
    ...servers.methods,
    ...fakeImports(answer, servers, options.found),
    ...fakeExplorer(answer, options.explorer),
    ...keys.methods,
    ...fakeShell(answer, options.shell ?? {}, publish),
    logsExport: (id) =>
      answer("logsExport", () => ({ path: `/home/ana/Downloads/${id}.log`, bytes: 48_211 })),
    serversLogs: (id, lines) =>
      answer("serversLogs", () => {
        servers.find(id);
        const count = options.logLines ?? 240;
        return {
          lines: sampleLog(Math.min(lines, count), Math.max(1, count - lines + 1)),
        };
      }),
    followLogs: (id, onLines) =>
      answer("followLogs", () => {
        const group = followers.get(id) ?? new Set();
        followers.set(id, group.add(onLines));
        const ending = options.flood
          ? flood(onLines, options.flood, options.logLines ?? 240)
          : null;
        return () => {
          group.delete(onLines);
          ending?.();
        };
      }),
    hostInfo: () =>
      answer("hostInfo", () => ({
        version: "0.1.0",
        started_at: new Date(Date.now() - 3_600_000).toISOString(),
        pid: 4100,
        data_dir: "/home/ana/.local/share/mcp-console",
        face: "desktop" as const,
      })),
    startupProblem: () => answer("startupProblem", () => options.startupProblem ?? null),
    settingsGet: () => answer("settingsGet", () => settings),
    settingsSet: (next) =>
      answer("settingsSet", () => {
        settings = next;
        return settings;
      }),
    onEvents: (onBatch) =>
      answer("onEvents", (): Unsubscribe => {
        listeners.add(onBatch);
        return () => listeners.delete(onBatch);
      }),
    ready: () => answer("ready", () => {}),
    change: servers.change,
    log: (id, lines) => {
      for (const follower of followers.get(id) ?? []) follower(lines);
    },
    calls: (method) => counted.get(method) ?? 0,
  };
}

/** Sends `perSecond` lines a second in batches, as the console does. */
function flood(onLines: (lines: LogLine[]) => void, perSecond: number, after: number): Unsubscribe {
  const interval = perSecond < 20 ? 1_000 : 50;
  const batch = Math.max(1, Math.round((perSecond * interval) / 1_000));
  let next = after + 1;
  const timer = setInterval(() => {
    onLines(sampleLog(batch, next));
    next += batch;
  }, interval);
  return () => clearInterval(timer);
}

/**
 * A console that lives in the browser: for tests, and for looking at the window in a plain
 * browser (`npm run dev:fake`). Never part of the product's bundle.
 */
import { slugOf } from "@/lib/slug";
import type {
  AddServer,
  ConsoleEvents,
  Event,
  EventKind,
  LogLine,
  Problem,
  ServerDetail,
  ServerState,
  ServerView,
  Settings,
} from "./bindings";
import type { ConsoleClient, Unsubscribe } from "./client";
import { ProblemError } from "./errors";
import type { FakeAnswer } from "./fake-answer";
import { fakeImports } from "./fake-changes";
import { fakeExplorer } from "./fake-explorer";
import { live, sample, sampleLog, sampleServers, stdio } from "./fake-samples";
import { fakeShell } from "./fake-shell";

/** How the fake behaves. */
export interface FakeOptions {
  servers?: ServerDetail[];
  settings?: Settings;
  /** How long a start or stop takes, milliseconds; `null`: until `settle` is called. */
  pace?: number | null;
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
export interface FakeClient extends ConsoleClient {
  /** Changes a server as if it had happened in the console. */
  change(id: string, overrides: Partial<ServerDetail>): void;
  /** Sends log lines to whoever follows. */
  log(id: string, lines: LogLine[]): void;
  /** How often a method was called. */
  calls(method: keyof ConsoleClient): number;
}

/** Makes a fake client. */
export function createFakeClient(options: FakeOptions = {}): FakeClient {
  const servers = new Map((options.servers ?? sampleServers()).map((one) => [one.id, one]));
  const removed = new Map<string, ServerDetail>();
  const pace = options.pace === undefined ? 600 : options.pace;
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

  const emit = (kind: EventKind, id: string) => {
    seq += 1;
    const event: Event = {
      seq,
      at: new Date().toISOString(),
      kind,
      tags: ["servers", `server:${id}`],
    };
    for (const listener of listeners) listener({ events: [event], lagged: false });
  };

  const find = (id: string): ServerDetail => {
    const found = servers.get(id);
    if (found) return found;
    throw new ProblemError({ code: "not_found", message: `There is no server “${id}”.` });
  };

  const answer: FakeAnswer = (method, run) => {
    counted.set(method, (counted.get(method) ?? 0) + 1);
    if (options.hanging?.includes(method)) return new Promise(() => {});
    const problem = options.failing?.[method];
    if (problem) return Promise.reject(new ProblemError(problem));
    return new Promise((resolve) => setTimeout(resolve, 0)).then(run);
  };

  const move = (id: string, to: ServerState, overrides: Partial<ServerDetail> = {}): ServerView => {
    const before = find(id);
    const at = new Date().toISOString();
    const entry = { at, instance: before.instance, from: before.state, to, problem: null };
    const after = {
      ...before,
      ...overrides,
      state: to,
      since: at,
      history: [entry, ...before.history],
    };
    servers.set(id, after);
    emit({ type: "server_state", server: id, from: before.state, to, problem: null }, id);
    return viewOf(after);
  };

  const later = (run: () => void) => {
    if (pace !== null) setTimeout(run, pace);
  };

  const start = (id: string): ServerView => {
    if (!find(id).approved) {
      throw new ProblemError({
        code: "needs_approval",
        message: "The command has not been approved yet.",
      });
    }
    const view = move(id, "starting", { last_error: null, restarts: 0, retry_at: null });
    later(() => {
      if (servers.get(id)?.state === "starting")
        move(id, "up", { ...live(0, 6), history: find(id).history });
    });
    return view;
  };

  const stop = (id: string): ServerView => {
    if (find(id).state === "failed") return move(id, "stopped");
    const view = move(id, "stopping");
    later(() => {
      if (servers.get(id)?.state === "stopping") {
        move(id, "stopped", { pid: null, instance: null, uptime_ms: null, usage: null });
      }
    });
    return view;
  };

  const all = (wanted: readonly ServerState[], run: (id: string) => unknown): number => {
    const asked = [...servers.values()].filter((one) => one.approved && wanted.includes(one.state));
    for (const one of asked) run(one.id);
    return asked.length;
  };

  const add = (request: AddServer): ServerView => {
    const id = slugOf(request.name);
    if (servers.has(id)) {
      throw new ProblemError({
        code: "duplicate_name",
        message: "A server of this name exists already.",
        hint: "Give it another name.",
        field: "name",
      });
    }
    const transport = request.url
      ? ({
          kind: "http",
          url: request.url,
          headers: request.headers ?? [],
          flavour: "auto",
        } as const)
      : {
          ...stdio(request.command ?? "", ...(request.args ?? [])),
          env: request.env ?? [],
          cwd: request.cwd ?? null,
        };
    const added = sample({
      name: request.name,
      id,
      transport,
      autostart: request.autostart ?? false,
    });
    servers.set(id, added);
    emit({ type: "servers_changed", server: id }, id);
    return viewOf(added);
  };

  return {
    ...fakeImports(answer),
    ...fakeExplorer(answer),
    ...fakeShell(answer),
    serversCheck: (request) =>
      answer("serversCheck", () => ({
        id: slugOf(request.name),
        problems: [],
        cautions: [],
        warnings: [],
        exact: request.url ? [request.url] : [request.command ?? "", ...(request.args ?? [])],
        resolved: null,
        consented: false,
      })),
    serversUpdate: (request) =>
      answer("serversUpdate", () => {
        const before = find(request.id);
        servers.set(request.id, { ...before, name: request.server.name });
        emit({ type: "servers_changed", server: request.id }, request.id);
        return find(request.id);
      }),
    serversBulk: (request) => answer("serversBulk", () => ({ done: request.ids, failed: [] })),
    serversMend: (id) => answer("serversMend", () => start(id)),
    logsExport: (id) =>
      answer("logsExport", () => ({ path: `/home/ana/Downloads/${id}.log`, bytes: 48_211 })),
    serversList: () => answer("serversList", () => [...servers.values()].map(viewOf)),
    serversShow: (id) => answer("serversShow", () => ({ ...find(id) })),
    serversAdd: (request) => answer("serversAdd", () => add(request)),
    serversApprove: (id) =>
      answer("serversApprove", () => {
        servers.set(id, { ...find(id), approved: true });
        emit({ type: "servers_changed", server: id }, id);
        return viewOf(find(id));
      }),
    serversStart: (id) => answer("serversStart", () => start(id)),
    serversStop: (id) => answer("serversStop", () => stop(id)),
    serversRestart: (id) => answer("serversRestart", () => start(id)),
    serversStartAll: () =>
      answer("serversStartAll", () => all(["stopped", "failed", "backoff"], start)),
    serversStopAll: () =>
      answer("serversStopAll", () => all(["up", "degraded", "starting", "backoff"], stop)),
    serversRemove: (id) =>
      answer("serversRemove", () => {
        const gone = find(id);
        removed.set(id, gone);
        servers.delete(id);
        emit({ type: "servers_changed", server: id }, id);
        return gone;
      }),
    serversRestore: (id) =>
      answer("serversRestore", () => {
        const detail = removed.get(id);
        if (!detail) return viewOf(find(id));
        servers.set(id, { ...detail, state: "stopped", pid: null, uptime_ms: null, usage: null });
        emit({ type: "servers_changed", server: id }, id);
        return viewOf(find(id));
      }),
    serversLogs: (id, lines) =>
      answer("serversLogs", () => {
        find(id);
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
    change: (id, overrides) => {
      const before = find(id);
      servers.set(id, { ...before, ...overrides });
      emit({ type: "server_refreshed", server: id }, id);
    },
    log: (id, lines) => {
      for (const follower of followers.get(id) ?? []) follower(lines);
    },
    calls: (method) => counted.get(method) ?? 0,
  };
}

function viewOf(detail: ServerDetail): ServerView {
  const { config: _config, history: _history, ...view } = detail;
  return view;
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

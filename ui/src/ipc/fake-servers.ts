/** The servers of the fake console: their states, and everything that is done to them. */
import { slugOf } from "@/lib/slug";
import type {
  AddServer,
  BulkReport,
  BulkRequest,
  EventKind,
  MendRequest,
  Problem,
  ServerDetail,
  ServerState,
  ServerView,
  UpdateServer,
} from "./bindings";
import type { ConsoleClient } from "./client";
import { ProblemError, toProblem } from "./errors";
import type { FakeAnswer } from "./fake-answer";
import { checkOf } from "./fake-check";
import { configured } from "./fake-configured";
import { live, sample } from "./fake-samples";

type Servers = Pick<
  ConsoleClient,
  | "serversList"
  | "serversShow"
  | "serversAdd"
  | "serversApprove"
  | "serversStart"
  | "serversStop"
  | "serversRestart"
  | "serversStartAll"
  | "serversStopAll"
  | "serversRemove"
  | "serversRestore"
  | "serversCheck"
  | "serversUpdate"
  | "serversBulk"
  | "serversMend"
>;

/** What the other areas of the fake ask of this one. */
export interface FakeServers {
  methods: Servers;
  find: (id: string) => ServerDetail;
  all: () => ServerDetail[];
  /** Adds a server, or puts one in the place of another. */
  put: (server: ServerDetail) => ServerView;
  /** Changes a server as if it had happened in the console. */
  change: (id: string, overrides: Partial<ServerDetail>) => void;
}

export interface FakeServersOptions {
  answer: FakeAnswer;
  servers: readonly ServerDetail[];
  /** How long a start or stop takes, milliseconds; `null`: for ever. */
  pace: number | null;
  emit: (kind: EventKind, id: string) => void;
}

/** The methods of servers. */
export function fakeServers({ answer, servers, pace, emit }: FakeServersOptions): FakeServers {
  const known = new Map(servers.map((one) => [one.id, one]));
  const removed = new Map<string, ServerDetail>();
  const consented = new Set(servers.filter((one) => one.approved).map(keyOf));

  const find = (id: string): ServerDetail => {
    const found = known.get(id);
    if (found) return found;
    throw new ProblemError({ code: "not_found", message: `There is no server “${id}”.` });
  };

  const put = (server: ServerDetail): ServerView => {
    known.set(server.id, server);
    emit({ type: "servers_changed", server: server.id }, server.id);
    return viewOf(server);
  };

  const move = (id: string, to: ServerState, overrides: Partial<ServerDetail> = {}): ServerView => {
    const before = find(id);
    const at = new Date().toISOString();
    const entry = { at, instance: before.instance, from: before.state, to, problem: null };
    const history = [entry, ...before.history];
    const after = { ...before, asleep: false, ...overrides, state: to, since: at, history };
    known.set(id, after);
    emit({ type: "server_state", server: id, from: before.state, to, problem: null }, id);
    return viewOf(after);
  };

  const later = (id: string, from: ServerState, run: () => void) => {
    if (pace !== null) setTimeout(() => known.get(id)?.state === from && run(), pace);
  };

  const start = (id: string): ServerView => {
    if (!find(id).approved) {
      throw new ProblemError({
        code: "needs_approval",
        message: "The command has not been approved yet.",
        hint: "Review it and approve it.",
      });
    }
    const view = move(id, "starting", {
      last_error: null,
      restarts: 0,
      retry_at: null,
      mend: null,
    });
    later(id, "starting", () => move(id, "up", { ...live(0, 6), history: find(id).history }));
    return view;
  };

  const stop = (id: string): ServerView => {
    if (find(id).state === "failed") return move(id, "stopped");
    const view = move(id, "stopping");
    later(id, "stopping", () =>
      move(id, "stopped", { pid: null, instance: null, uptime_ms: null, usage: null }),
    );
    return view;
  };

  const all = (wanted: readonly ServerState[], run: (id: string) => unknown): number => {
    const asked = [...known.values()].filter((one) => one.approved && wanted.includes(one.state));
    for (const one of asked) run(one.id);
    return asked.length;
  };

  const check = (request: AddServer, editing: string | null) =>
    checkOf(request, { taken: (id) => id !== editing && known.has(id), consented });

  const checked = (request: AddServer, editing: string | null): void => {
    const [problem] = check(request, editing).problems;
    if (problem) throw new ProblemError(problem);
  };

  const add = (request: AddServer): ServerView => {
    checked(request, null);
    const added = configured(sample({ name: request.name, id: slugOf(request.name) }), request);
    consented.add(keyOf(added));
    return put(added);
  };

  const update = ({ id, server }: UpdateServer): ServerDetail => {
    checked(server, id);
    const changed = configured(find(id), server);
    consented.add(keyOf(changed));
    put(changed);
    return changed;
  };

  const remove = (id: string): ServerDetail => {
    const gone = find(id);
    removed.set(id, gone);
    known.delete(id);
    emit({ type: "servers_changed", server: id }, id);
    return gone;
  };

  const restore = (id: string): ServerView => {
    const detail = removed.get(id);
    if (!detail) return viewOf(find(id));
    return put({ ...detail, state: "stopped", pid: null, uptime_ms: null, usage: null });
  };

  const tag = (id: string, change: (tags: string[]) => string[]): ServerView => {
    const before = find(id);
    const tags = change(before.tags);
    return put({ ...before, tags, config: { ...before.config, tags } });
  };

  const bulk = ({ ids, action }: BulkRequest): BulkReport => {
    const report: BulkReport = { done: [], failed: [] };
    const one = (id: string): unknown => {
      switch (action.kind) {
        case "start":
        case "restart":
          return start(id);
        case "stop":
          return stop(id);
        case "remove":
          return remove(id);
        case "restore":
          return restore(id);
        case "add_tag":
          return tag(id, (tags) => [...new Set([...tags, action.tag])]);
        case "remove_tag":
          return tag(id, (tags) => tags.filter((other) => other !== action.tag));
      }
    };
    for (const id of ids) {
      try {
        one(id);
        report.done.push(id);
      } catch (thrown) {
        report.failed.push({ id, problem: toProblem(thrown) as Problem });
      }
    }
    return report;
  };

  const mend = (id: string, request: MendRequest): ServerView => {
    const before = find(id);
    const { transport } = before.config;
    if (request.kind === "set_variable" && transport.kind === "stdio") {
      const rest = (transport.env ?? []).filter(({ name }) => name !== request.name);
      const env = [...rest, { name: request.name, value: request.value }];
      known.set(id, { ...before, config: { ...before.config, transport: { ...transport, env } } });
    } else if (request.kind === "raise_start_timeout") {
      const timeouts = { ...before.config.timeouts, start_ms: request.to_ms };
      known.set(id, { ...before, config: { ...before.config, timeouts } });
    }
    return start(id);
  };

  const methods: Servers = {
    serversList: () => answer("serversList", () => [...known.values()].map(viewOf)),
    serversShow: (id) => answer("serversShow", () => ({ ...find(id) })),
    serversAdd: (request) => answer("serversAdd", () => add(request)),
    serversApprove: (id) =>
      answer("serversApprove", () => {
        consented.add(keyOf(find(id)));
        return put({ ...find(id), approved: true });
      }),
    serversStart: (id) => answer("serversStart", () => start(id)),
    serversStop: (id) => answer("serversStop", () => stop(id)),
    serversRestart: (id) => answer("serversRestart", () => start(id)),
    serversStartAll: () =>
      answer("serversStartAll", () => all(["stopped", "failed", "backoff"], start)),
    serversStopAll: () =>
      answer("serversStopAll", () => all(["up", "degraded", "starting", "backoff"], stop)),
    serversRemove: (id) => answer("serversRemove", () => remove(id)),
    serversRestore: (id) => answer("serversRestore", () => restore(id)),
    serversCheck: (request, editing) => answer("serversCheck", () => check(request, editing)),
    serversUpdate: (request) => answer("serversUpdate", () => update(request)),
    serversBulk: (request) => answer("serversBulk", () => bulk(request)),
    serversMend: (id, request) => answer("serversMend", () => mend(id, request)),
  };

  return {
    methods,
    find,
    all: () => [...known.values()],
    put,
    change: (id, overrides) => {
      known.set(id, { ...find(id), ...overrides });
      emit({ type: "server_refreshed", server: id }, id);
    },
  };
}

/** What consent is remembered for. */
function keyOf(server: Pick<ServerDetail, "exact">): string {
  return JSON.stringify(server.exact);
}

function viewOf(detail: ServerDetail): ServerView {
  const { config: _c, history: _h, warnings: _w, exact: _e, mend: _m, ...view } = detail;
  return view;
}

/**
 * The window's one way to the console. Everything above this file sees `ConsoleClient`; only this
 * file and the generated bindings know that a desktop shell answers.
 *
 * Invariant: every method rejects with a `ProblemError` and nothing else.
 */
import { Channel } from "@tauri-apps/api/core";
import {
  type AddServer,
  type ConsoleEvents,
  commands,
  events,
  type HostInfo,
  type LogLine,
  type LogTail,
  type Problem,
  type ServerDetail,
  type ServerView,
  type Settings,
} from "./bindings";
import { toProblemError } from "./errors";

/** Ends a subscription; calling it twice does nothing more. */
export type Unsubscribe = () => void;

/** What the window asks of the console. */
export interface ConsoleClient {
  serversList(): Promise<ServerView[]>;
  serversShow(id: string): Promise<ServerDetail>;
  /** Adds a server; adding is consent to its command. */
  serversAdd(request: AddServer): Promise<ServerView>;
  serversApprove(id: string): Promise<ServerView>;
  /** Start, stop and restart answer at once with the state after the request was taken. */
  serversStart(id: string): Promise<ServerView>;
  serversStop(id: string): Promise<ServerView>;
  serversRestart(id: string): Promise<ServerView>;
  /** How many servers were asked. */
  serversStartAll(): Promise<number>;
  serversStopAll(): Promise<number>;
  /** Stops and removes; `serversRestore` puts it back, stopped, with its history. */
  serversRemove(id: string): Promise<ServerDetail>;
  serversRestore(id: string): Promise<ServerView>;
  /** The last `lines` lines of a server's log, oldest first. */
  serversLogs(id: string, lines: number): Promise<LogTail>;
  /** New lines in batches, from now on. */
  followLogs(id: string, onLines: (lines: LogLine[]) => void): Promise<Unsubscribe>;
  hostInfo(): Promise<HostInfo>;
  settingsGet(): Promise<Settings>;
  settingsSet(settings: Settings): Promise<Settings>;
  /** Coalesced batches of events. */
  onEvents(onBatch: (batch: ConsoleEvents) => void): Promise<Unsubscribe>;
  /** Why the console could not start; nothing else can be asked then. */
  startupProblem(): Promise<Problem | null>;
  /** The first page is drawn; the window may be shown. */
  ready(): Promise<void>;
}

/** The client of the desktop window. */
export function createDesktopClient(): ConsoleClient {
  return {
    serversList: () => call(commands.serversList()),
    serversShow: (id) => call(commands.serversShow(id)),
    serversAdd: (request) => call(commands.serversAdd(request)),
    serversApprove: (id) => call(commands.serversApprove(id)),
    serversStart: (id) => call(commands.serversStart(id)),
    serversStop: (id) => call(commands.serversStop(id)),
    serversRestart: (id) => call(commands.serversRestart(id)),
    serversStartAll: () => call(commands.serversStartAll()),
    serversStopAll: () => call(commands.serversStopAll()),
    serversRemove: (id) => call(commands.serversRemove(id)),
    serversRestore: (id) => call(commands.serversRestore(id)),
    serversLogs: (id, lines) => call(commands.serversLogs(id, lines)),
    followLogs,
    hostInfo: () => call(commands.hostInfo()),
    startupProblem: () => call(commands.startupProblem()),
    settingsGet: () => call(commands.settingsGet()),
    settingsSet: (settings) => call(commands.settingsSet(settings)),
    onEvents: async (onBatch) => {
      const unlisten = await call(events.consoleEvents.listen((event) => onBatch(event.payload)));
      return once(unlisten);
    },
    ready: async () => {
      await call(commands.windowReady());
    },
  };
}

async function followLogs(id: string, onLines: (lines: LogLine[]) => void): Promise<Unsubscribe> {
  const channel = new Channel<LogLine[]>();
  channel.onmessage = onLines;
  const subscription = await call(commands.serversLogsFollow(id, channel));
  return once(() => {
    channel.onmessage = () => {};
    // A subscription that is gone already (its server was removed) needs no ending.
    commands.logsUnfollow(subscription).catch(() => {});
  });
}

async function call<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    throw toProblemError(thrown);
  }
}

function once(run: () => void): Unsubscribe {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}

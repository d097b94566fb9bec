/** What is typed into the form of a server, and the request that it makes. Pure. */
import type {
  AddServer,
  EraSetting,
  HttpFlavour,
  RestartMode,
  ServerConfig,
  Sharing,
} from "@/ipc/bindings";
import { type CommandLine, commandLineOf, parseCommandLine } from "./command-line";

/** A row of variables or headers; `key` keeps its identity while it is edited. */
export interface Pair {
  key: number;
  name: string;
  value: string;
}

/** Numbers stay as they are typed until the request is made. */
export interface FormValues {
  name: string;
  description: string;
  type: "command" | "url";
  commandLine: string;
  url: string;
  flavour: HttpFlavour;
  env: readonly Pair[];
  headers: readonly Pair[];
  cwd: string;
  tags: readonly string[];
  autostart: boolean;
  restart: RestartMode;
  era: EraSetting;
  sharing: Sharing;
  /** Minutes; empty: never. */
  idleMinutes: string;
  /** Seconds. */
  startSeconds: string;
  callSeconds: string;
  stopSeconds: string;
}

/** The form of a server that does not exist yet; the time-outs are those of the console. */
export const EMPTY: FormValues = {
  name: "",
  description: "",
  type: "command",
  commandLine: "",
  url: "",
  flavour: "auto",
  env: [],
  headers: [],
  cwd: "",
  tags: [],
  autostart: false,
  restart: "on_failure",
  era: "auto",
  sharing: "shared",
  idleMinutes: "",
  startSeconds: "60",
  callSeconds: "60",
  stopSeconds: "3",
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The form of a server as it is configured. */
export function valuesOf(config: ServerConfig): FormValues {
  const { transport, timeouts } = config;
  const shared: FormValues = {
    ...EMPTY,
    name: config.name,
    description: config.description ?? "",
    tags: config.tags ?? [],
    autostart: config.autostart ?? false,
    restart: config.restart?.mode ?? EMPTY.restart,
    era: config.era ?? EMPTY.era,
    sharing: config.sharing ?? EMPTY.sharing,
    idleMinutes:
      config.idle_stop_ms == null ? "" : String(Number((config.idle_stop_ms / MINUTE).toFixed(3))),
    startSeconds: secondsOf(timeouts?.start_ms, EMPTY.startSeconds),
    callSeconds: secondsOf(timeouts?.call_ms, EMPTY.callSeconds),
    stopSeconds: secondsOf(timeouts?.stop_ms, EMPTY.stopSeconds),
  };
  if (transport.kind === "http") {
    return {
      ...shared,
      type: "url",
      url: transport.url,
      flavour: transport.flavour ?? "auto",
      headers: pairsOf(transport.headers ?? []),
    };
  }
  return {
    ...shared,
    commandLine: commandLineOf([transport.command, ...(transport.args ?? [])]),
    env: pairsOf(transport.env ?? []),
    cwd: transport.cwd ?? "",
  };
}

const secondsOf = (ms: number | undefined, otherwise: string) =>
  ms === undefined ? otherwise : String(ms / SECOND);

/** Rows of names and values. */
export function pairsOf(pairs: readonly { name: string; value: string }[], from = 1): Pair[] {
  return pairs.map(({ name, value }, i) => ({ key: from + i, name, value }));
}

/** Pairs that say something; an empty row is as if it were not there. */
export function filled(pairs: readonly Pair[]): Pair[] {
  return pairs.filter((pair) => pair.name.trim() !== "" || pair.value !== "");
}

/** The command line as it would run, `null` while it cannot be split. */
export function commandOf(values: FormValues, windows: boolean): CommandLine | null {
  const parsed = parseCommandLine(values.commandLine, windows ? "literal" : "escapes");
  return parsed.ok ? parsed.line : null;
}

/** A number with a point or a comma; `null` where it is none. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return /^\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : null;
}

const plain = ({ name, value }: { name: string; value: string }) => ({ name, value });
const orNull = (text: string) => (text.trim() === "" ? null : text.trim());
const milliseconds = (text: string, unit: number) => Math.round((numberOf(text) ?? 0) * unit);

/** The request. Variables written before the command give way to those in rows. */
export function requestOf(values: FormValues, windows = false): AddServer {
  const shared = {
    name: values.name.trim(),
    description: orNull(values.description),
    tags: [...values.tags],
    autostart: values.autostart,
    restart: values.restart,
    era: values.era,
    sharing: values.sharing,
    idle_stop_ms:
      values.idleMinutes.trim() === "" ? null : milliseconds(values.idleMinutes, MINUTE),
    timeouts: {
      start_ms: milliseconds(values.startSeconds, SECOND),
      call_ms: milliseconds(values.callSeconds, SECOND),
      stop_ms: milliseconds(values.stopSeconds, SECOND),
    },
  };
  if (values.type === "url") {
    return {
      ...shared,
      url: values.url.trim(),
      headers: filled(values.headers).map(plain),
      flavour: values.flavour,
    };
  }
  const line = commandOf(values, windows);
  const rows = filled(values.env).map(plain);
  const inRows = new Set(rows.map((row) => row.name));
  const before = (line?.assignments ?? []).filter(({ name }) => !inRows.has(name));
  return {
    ...shared,
    command: line?.command ?? "",
    args: line?.args ?? [],
    env: [...before, ...rows],
    cwd: orNull(values.cwd),
  };
}

/** Whether two requests run or reach the same thing in the same way. */
export function runsTheSame(a: AddServer, b: AddServer): boolean {
  const what = ({ command, args, env, cwd, url, headers }: AddServer) =>
    JSON.stringify([command, args, env, cwd, url, headers]);
  return what(a) === what(b);
}

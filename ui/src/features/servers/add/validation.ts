/** What is wrong with a form as far as the window can tell; the console has the last word. Pure. */
import type { Problem } from "@/ipc/bindings";
import { MAX_NAME_CHARS, slugOf } from "@/lib/slug";
import type { Row } from "../model";
import { type CommandLineError, parseCommandLine } from "./command-line";
import { type FormValues, filled, numberOf, type Pair } from "./values";

/** Most arguments of a command. */
export const MAX_ARGS = 256;
/** A time-out, seconds. */
const TIMEOUT = { min: 0.1, max: 3_600 };
/** Time without a call, minutes: ten seconds to a day. */
const IDLE = { min: 0.166, max: 1_440 };

/** The fields that something can be said about, in the order of the form. */
export const FIELDS = [
  "name",
  "description",
  "command",
  "url",
  "cwd",
  "tags",
  "start",
  "call",
  "stop",
  "idle",
] as const;

/** One of them. */
export type Field = (typeof FIELDS)[number];

/** Fields that are out of sight until they are asked for. */
export const ADVANCED: readonly Field[] = ["start", "call", "stop", "idle"];

/** A text of the form with its values. */
export type FormError =
  | { key: "name_required" | "name_letters" | "command_required" | "url_required" | "url_scheme" }
  | { key: "variable_name" | "header_name" | "name_twice" }
  | { key: CommandLineError }
  | { key: "name_long" | "too_many_args"; max: number }
  | { key: "number_between"; min: number; max: number }
  | { key: "name_taken"; name: string };

/** Errors by field; those of pairs by the pair's key. */
export interface FormErrors {
  fields: Partial<Record<Field, FormError>>;
  pairs: ReadonlyMap<number, FormError>;
}

/** What is wrong. `others`: the servers whose names are taken. */
export function validate(
  values: FormValues,
  others: readonly Pick<Row, "id" | "name">[],
  windows = false,
): FormErrors {
  const stdio = values.type === "command";
  const found: [Field, FormError | null][] = [
    ["name", nameError(values.name, others)],
    ["start", numberError(values.startSeconds, TIMEOUT)],
    ["call", numberError(values.callSeconds, TIMEOUT)],
    ["stop", numberError(values.stopSeconds, TIMEOUT)],
    ["idle", values.idleMinutes.trim() === "" ? null : numberError(values.idleMinutes, IDLE)],
    stdio ? ["command", commandError(values.commandLine, windows)] : ["url", urlError(values.url)],
  ];
  return {
    fields: Object.fromEntries(found.filter(([, error]) => error !== null)),
    pairs: stdio
      ? pairErrors(values.env, /^[A-Za-z_][A-Za-z0-9_]*$/, "variable_name")
      : pairErrors(values.headers, /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/, "header_name"),
  };
}

/** Whether nothing is wrong. */
export function isValid(errors: FormErrors): boolean {
  return Object.keys(errors.fields).length === 0 && errors.pairs.size === 0;
}

function nameError(name: string, others: readonly Pick<Row, "id" | "name">[]): FormError | null {
  const trimmed = name.trim();
  if (trimmed === "") return { key: "name_required" };
  if ([...trimmed].length > MAX_NAME_CHARS) return { key: "name_long", max: MAX_NAME_CHARS };
  const id = slugOf(trimmed);
  if (id === "") return { key: "name_letters" };
  const taken = others.find((row) => row.id === id);
  return taken ? { key: "name_taken", name: taken.name } : null;
}

function commandError(commandLine: string, windows: boolean): FormError | null {
  const parsed = parseCommandLine(commandLine, windows ? "literal" : "escapes");
  if (!parsed.ok) return { key: parsed.error };
  if (parsed.line.command.trim() === "") return { key: "command_required" };
  return parsed.line.args.length > MAX_ARGS ? { key: "too_many_args", max: MAX_ARGS } : null;
}

function urlError(url: string): FormError | null {
  if (url.trim() === "") return { key: "url_required" };
  return /^https?:\/\/[^/\s]/.test(url.trim()) ? null : { key: "url_scheme" };
}

function numberError(text: string, { min, max }: { min: number; max: number }): FormError | null {
  const number = numberOf(text);
  return number !== null && number >= min && number <= max
    ? null
    : { key: "number_between", min, max };
}

function pairErrors(
  pairs: readonly Pair[],
  shape: RegExp,
  key: "variable_name" | "header_name",
): Map<number, FormError> {
  const errors = new Map<number, FormError>();
  const seen = new Set<string>();
  for (const pair of filled(pairs)) {
    if (!shape.test(pair.name)) errors.set(pair.key, { key });
    else if (seen.has(pair.name)) errors.set(pair.key, { key: "name_twice" });
    seen.add(pair.name);
  }
  return errors;
}

/** What a problem of the console is about. */
export type Place = { field: Field } | { field: "pair"; key: number };

const FIELD_OF_PATH: Readonly<Record<string, Field>> = {
  name: "name",
  description: "description",
  command: "command",
  args: "command",
  url: "url",
  cwd: "cwd",
  tags: "tags",
  "timeouts.start_ms": "start",
  "timeouts.call_ms": "call",
  "timeouts.stop_ms": "stop",
  idle_stop_ms: "idle",
};

/** Where in the form a problem belongs; `null`: above everything. */
export function placeOf(problem: Problem, values: FormValues): Place | null {
  const path = problem.field ?? "";
  const field = FIELD_OF_PATH[path.replace(/\[\d+\]$/, "")];
  const elsewhere = values.type === "command" ? ["url"] : ["command", "cwd"];
  if (field) return elsewhere.includes(field) ? null : { field };
  const [area, ...rest] = path.split(".");
  const name = rest.join(".");
  const pairs = area === "env" ? values.env : area === "headers" ? values.headers : [];
  const pair = pairs.find((one) => one.name === name);
  if (pair) return { field: "pair", key: pair.key };
  // A variable that was written before the command.
  return area === "env" && values.commandLine.includes(`${name}=`) ? { field: "command" } : null;
}

/** What stands at a place; where it changed, what was said about it is out of date. */
export function textAt(values: FormValues, place: Place | null): string {
  if (place === null) return JSON.stringify(values);
  switch (place.field) {
    case "pair":
      return JSON.stringify(
        [...values.env, ...values.headers].find((pair) => pair.key === place.key) ?? null,
      );
    case "command":
      return values.commandLine;
    case "tags":
      return values.tags.join("\n");
    case "start":
      return values.startSeconds;
    case "call":
      return values.callSeconds;
    case "stop":
      return values.stopSeconds;
    case "idle":
      return values.idleMinutes;
    default:
      return values[place.field];
  }
}

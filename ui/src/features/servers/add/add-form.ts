/** What is typed into the dialog, what is wrong with it, and the request that it makes. Pure. */
import type { AddServer, Problem } from "@/ipc/bindings";
import { MAX_NAME_CHARS, slugOf } from "@/lib/slug";
import type { Row } from "../model";
import { type CommandLine, type CommandLineError, parseCommandLine } from "./command-line";

/** Most arguments of a command. */
export const MAX_ARGS = 256;

/** A row of variables or headers; `key` keeps its identity while it is edited. */
export interface Pair {
  key: number;
  name: string;
  value: string;
}

export interface AddForm {
  name: string;
  type: "command" | "url";
  commandLine: string;
  url: string;
  env: readonly Pair[];
  headers: readonly Pair[];
  cwd: string;
  autostart: boolean;
}

export const EMPTY_FORM: AddForm = {
  name: "",
  type: "command",
  commandLine: "",
  url: "",
  env: [],
  headers: [],
  cwd: "",
  autostart: false,
};

/** A text of the dialog with its values. */
export type FormError =
  | { key: "name_required" | "name_letters" | "command_required" | "url_required" | "url_scheme" }
  | { key: "variable_name" | "header_name" | "name_twice" }
  | { key: CommandLineError }
  | { key: "name_long" | "too_many_args"; max: number }
  | { key: "name_taken"; name: string };

/** Errors by field; those of pairs by the pair's key. */
export interface FormErrors {
  name?: FormError;
  command?: FormError;
  url?: FormError;
  pairs: ReadonlyMap<number, FormError>;
}

/** The command line as it would run, `null` while it cannot be split. */
export function commandOf(form: AddForm, windows: boolean): CommandLine | null {
  const parsed = parseCommandLine(form.commandLine, windows ? "literal" : "escapes");
  return parsed.ok ? parsed.line : null;
}

/** What is wrong, as far as the window can tell; the console has the last word. */
export function validate(form: AddForm, known: readonly Row[], windows = false): FormErrors {
  const errors: FormErrors = { pairs: new Map() };
  const name = nameError(form.name, known);
  if (name) errors.name = name;
  if (form.type === "command") {
    const command = commandError(form, windows);
    if (command) errors.command = command;
    errors.pairs = pairErrors(form.env, /^[A-Za-z_][A-Za-z0-9_]*$/, "variable_name");
  } else {
    const url = urlError(form.url);
    if (url) errors.url = url;
    errors.pairs = pairErrors(form.headers, /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/, "header_name");
  }
  return errors;
}

/** Whether nothing is wrong. */
export function isValid(errors: FormErrors): boolean {
  return !errors.name && !errors.command && !errors.url && errors.pairs.size === 0;
}

function nameError(name: string, known: readonly Row[]): FormError | null {
  const trimmed = name.trim();
  if (trimmed === "") return { key: "name_required" };
  if ([...trimmed].length > MAX_NAME_CHARS) return { key: "name_long", max: MAX_NAME_CHARS };
  const id = slugOf(trimmed);
  if (id === "") return { key: "name_letters" };
  const taken = known.find((row) => row.id === id);
  return taken ? { key: "name_taken", name: taken.name } : null;
}

function commandError(form: AddForm, windows: boolean): FormError | null {
  const parsed = parseCommandLine(form.commandLine, windows ? "literal" : "escapes");
  if (!parsed.ok) return { key: parsed.error };
  if (parsed.line.command.trim() === "") return { key: "command_required" };
  return parsed.line.args.length > MAX_ARGS ? { key: "too_many_args", max: MAX_ARGS } : null;
}

function urlError(url: string): FormError | null {
  if (url.trim() === "") return { key: "url_required" };
  return /^https?:\/\/[^/\s]/.test(url.trim()) ? null : { key: "url_scheme" };
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

/** Pairs that say something; an empty row is as if it were not there. */
function filled(pairs: readonly Pair[]): Pair[] {
  return pairs.filter((pair) => pair.name.trim() !== "" || pair.value !== "");
}

const plain = ({ name, value }: { name: string; value: string }) => ({ name, value });

/** The request. Variables written before the command give way to those in rows. */
export function requestOf(form: AddForm, windows = false): AddServer {
  const shared = { name: form.name.trim(), autostart: form.autostart };
  if (form.type === "url") {
    return { ...shared, url: form.url.trim(), headers: filled(form.headers).map(plain) };
  }
  const line = commandOf(form, windows);
  const rows = filled(form.env).map(plain);
  const inRows = new Set(rows.map((row) => row.name));
  const before = (line?.assignments ?? []).filter(({ name }) => !inRows.has(name));
  return {
    ...shared,
    command: line?.command ?? "",
    args: line?.args ?? [],
    env: [...before, ...rows],
    cwd: form.cwd.trim() === "" ? null : form.cwd.trim(),
  };
}

/** A field of the dialog that a problem of the console is about. */
export type ProblemField =
  | { field: "name" | "command" | "url" | "cwd" }
  | { field: "pair"; key: number };

/** Where in the dialog a problem belongs; `null`: above everything. */
export function fieldOf(problem: Problem, form: AddForm): ProblemField | null {
  const field = problem.field ?? "";
  if (field === "name") return { field };
  if (field === "url" && form.type === "url") return { field };
  if (form.type === "command") {
    if (field === "cwd") return { field };
    if (field === "command" || /^args\b/.test(field)) return { field: "command" };
  }
  const [area, ...rest] = field.split(".");
  const name = rest.join(".");
  const pairs = area === "env" ? form.env : area === "headers" ? form.headers : [];
  const pair = pairs.find((one) => one.name === name);
  return pair ? { field: "pair", key: pair.key } : null;
}

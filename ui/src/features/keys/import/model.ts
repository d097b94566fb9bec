/** What was found in plain text, and what a person wants of it. Pure. */
import type {
  FoundKey,
  KeyImportChoice,
  KeyImportPreview,
  KeyKind,
  KeySource,
  KeyTarget,
  Problem,
} from "@/ipc/bindings";
import { type NameError, nameError } from "@/lib/key-name";
import { KINDS, kindOf, needsUrl } from "../kinds";

/** Where one can look, as the address says it. */
export const PLACES = ["env", "servers", "clients"] as const;

export type Place = (typeof PLACES)[number];

/** The file that is read where none is named. */
export const DEFAULT_FILE = "~/.mcp/.env";

/** Entries that are shown before one asks for more. */
export const SHOWN_AT_ONCE = 50;

/** The place that an address names; a file where it names none. */
export function placeOf(text: string): Place {
  return PLACES.find((place) => place === text) ?? "env";
}

/** What the console is asked to read. */
export function sourceOf(place: Place, path: string): KeySource {
  if (place !== "env") return { kind: place };
  const file = path.trim();
  return { kind: "env_file", path: file === "" || file === DEFAULT_FILE ? null : file };
}

/** What a person wants of one that was found. */
export interface Wish {
  chosen: boolean;
  name: string;
  kind: KeyKind;
  /** The key of this name gets this value. */
  replace: boolean;
}

/** What a person changed, by the entry's id. */
export type Wishes = ReadonlyMap<string, Partial<Wish>>;

export type EntryError = NameError | "name_twice";

/** One that was found, with what is wanted of it and what speaks against that. */
export interface Entry {
  found: FoundKey;
  wish: Wish;
  /** Whether it can be moved, or a reference can be written, at all. */
  possible: boolean;
  /** A key of the wanted name has another value. */
  taken: boolean;
  /** What is wrong with it; said, and in the way, while it is chosen. */
  error: EntryError | null;
}

/** Whether something can be done with it. */
function isPossible(found: FoundKey): boolean {
  const { verdict, is_replaceable } = found;
  if (isStuck(found)) return false;
  switch (verdict.kind) {
    case "new":
    case "name_taken":
      return true;
    case "same_as":
      // The key is there; where the place is not ours, nothing is left to do.
      return is_replaceable;
    case "overridden":
    case "invalid":
      return false;
  }
}

/** Whether it stands in one of our servers where no reference can: why is among the problems. */
export function isStuck({ server, is_replaceable }: FoundKey): boolean {
  return server !== null && !is_replaceable;
}

/** What is proposed: everything that needs no decision. */
function proposalFor(found: FoundKey): Wish {
  const { verdict } = found;
  return {
    chosen: isPossible(found) && verdict.kind !== "name_taken",
    name: verdict.kind === "same_as" ? verdict.name : found.name,
    kind: kindOf(found.target),
    replace: false,
  };
}

/** A name as it is compared: not every keychain tells case. */
function folded(name: string): string {
  return name.toUpperCase();
}

/** Every entry of a preview; `keys` are the names of the keys that there are. */
export function entriesOf(
  preview: KeyImportPreview | undefined,
  wishes: Wishes,
  keys: readonly string[],
): Entry[] {
  const wanted = (preview?.found ?? []).map((found) => ({
    found,
    wish: { ...proposalFor(found), ...wishes.get(found.id) },
    possible: isPossible(found),
  }));
  // Values that are the same have the same name as they are found; others never do.
  const byName = new Map<string, Set<string>>();
  for (const { found, wish, possible } of wanted) {
    if (!possible || !wish.chosen || found.verdict.kind === "same_as") continue;
    const name = folded(wish.name);
    byName.set(name, (byName.get(name) ?? new Set()).add(folded(found.name)));
  }
  const known = new Set(keys.map(folded));
  return wanted.map(({ found, wish, possible }) => {
    const name = folded(wish.name);
    const fixed = found.verdict.kind === "same_as";
    const taken =
      !fixed &&
      (known.has(name) || (found.verdict.kind === "name_taken" && name === folded(found.name)));
    const twice = !fixed && (byName.get(name)?.size ?? 0) > 1;
    const error: EntryError | null = fixed
      ? null
      : (nameError(wish.name, []) ??
        (twice ? "name_twice" : taken && !wish.replace ? "name_taken" : null));
    return { found, wish, possible, taken, error };
  });
}

/** Those that will be imported. */
export function chosenOf(entries: readonly Entry[]): Entry[] {
  return entries.filter(({ possible, wish }) => possible && wish.chosen);
}

/** What is sent for them. */
export function choicesOf(entries: readonly Entry[]): KeyImportChoice[] {
  return chosenOf(entries).map(({ found, wish, taken }) => ({
    id: found.id,
    name: wish.name,
    target: targetFor(found, wish.kind),
    replace: taken && wish.replace,
  }));
}

/** What it opens: as it was found where the kind is still that one. */
function targetFor(found: FoundKey, kind: KeyKind): KeyTarget {
  return kind === kindOf(found.target) ? found.target : { kind };
}

/** The kinds that one can choose from here: those that need nothing said besides. */
export function kindsFor(found: FoundKey): KeyKind[] {
  return KINDS.filter(
    (kind) => kind === kindOf(found.target) || (!needsUrl(kind) && kind !== "mcp"),
  );
}

/** The command that mends a problem, where it names one. */
export function commandIn(details: unknown): string | null {
  if (typeof details !== "object" || details === null || !("command" in details)) return null;
  return typeof details.command === "string" ? details.command : null;
}

/** Entries that were not imported for one reason. */
export interface Skipped {
  problem: Problem;
  /** What they were to be called. */
  names: string[];
}

/** What was not imported, those of one reason together: a vault that fails fails for many. */
export function skippedOf(problems: readonly Problem[], entries: readonly Entry[]): Skipped[] {
  const reasons = new Map<string, Skipped>();
  for (const problem of problems) {
    const reason = `${problem.code} ${problem.message} ${problem.hint ?? ""}`;
    const skipped = reasons.get(reason) ?? { problem, names: [] };
    const entry = entries.find(({ found }) => found.id === problem.field);
    if (entry && !skipped.names.includes(entry.wish.name)) skipped.names.push(entry.wish.name);
    reasons.set(reason, skipped);
  }
  return [...reasons.values()];
}

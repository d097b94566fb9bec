/** What was found in plain text, and what a person wants of it. Pure. */
import type {
  FoundKey,
  KeyImportChoice,
  KeyImportPreview,
  KeyKind,
  KeySource,
  KeyTarget,
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
function isPossible({ verdict, is_replaceable }: FoundKey): boolean {
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
    byName.set(wish.name, (byName.get(wish.name) ?? new Set()).add(found.name));
  }
  return wanted.map(({ found, wish, possible }) => {
    const fixed = found.verdict.kind === "same_as";
    const taken =
      !fixed &&
      (keys.includes(wish.name) ||
        (found.verdict.kind === "name_taken" && wish.name === found.name));
    const twice = !fixed && (byName.get(wish.name)?.size ?? 0) > 1;
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

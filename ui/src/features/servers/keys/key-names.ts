/** How a key is called that takes the place of a value, and what stands there instead. Pure. */
import { nameError, upperSnake } from "@/lib/key-name";
import { referenceOf } from "@/lib/key-reference";
import type { PairSyntax } from "../add/parse-pairs";
import { schemeOf } from "./secret-look";

/** The name of a variable or header, and the server that it belongs to. */
export interface Spot {
  syntax: PairSyntax;
  /** The variable's or header's. */
  name: string;
  server: string;
}

/** What a key is called that stands there; the console's own import calls it the same. */
export function keyNameFor({ syntax, name, server }: Spot): string {
  if (syntax === "variables" && nameError(name, []) === null) return name;
  const bare = upperSnake(name).replace(/^X_(?=.)/, "");
  const what = bare === "" ? "KEY" : bare === "AUTHORIZATION" ? "TOKEN" : bare;
  const owner = upperSnake(server);
  return owner === "" || what.startsWith(`${owner}_`) ? what : `${owner}_${what}`;
}

/** The name, or the first one after it that no key has. */
export function freeName(name: string, taken: readonly string[]): string {
  const isFree = (one: string) => !taken.some((other) => other.toUpperCase() === one.toUpperCase());
  if (isFree(name)) return name;
  let number = 2;
  while (!isFree(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}

/** What stands in a row in place of a value: with the scheme that was there, or the usual one. */
export function referenceIn({ syntax, name }: Spot, value: string, key: string): string {
  if (syntax === "variables") return referenceOf(key);
  const usual = /^(?:proxy-)?authorization$/i.test(name) ? "Bearer " : "";
  return `${schemeOf(value) || usual}${referenceOf(key)}`;
}

/** The names of the keys that a text refers to, each once. `$${` is no reference. */
export function secretsIn(text: string): string[] {
  // What is escaped is left out first, so that no reference begins within it.
  const found = text.replaceAll("$${", "").matchAll(/\$\{secret:([^}]*)\}/g);
  return [...new Set([...found].map(([, name]) => name ?? ""))];
}

/** What of a reference is typed at the end of a text: `${`, `${sec`, `${secret:GIT`. */
const UNFINISHED = /(?<!\$)\$\{(?:s|se|sec|secr|secre|secret|secret:([A-Za-z0-9_]*))?$/;

/** The keys that the end of a text may mean, those that begin so first; none where it means none. */
export function suggestionsFor(text: string, keys: readonly string[]): string[] {
  const match = UNFINISHED.exec(text);
  if (!match) return [];
  const typed = (match[1] ?? "").toUpperCase();
  const rank = (key: string) => (key.toUpperCase().startsWith(typed) ? 0 : 1);
  return keys
    .filter((key) => key.toUpperCase().includes(typed))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** The text with its end completed to a reference. */
export function completed(text: string, key: string): string {
  return text.replace(UNFINISHED, () => referenceOf(key));
}

/** The text without a reference at its end that is still being typed. */
export function finished(text: string): string {
  return text.replace(UNFINISHED, "");
}

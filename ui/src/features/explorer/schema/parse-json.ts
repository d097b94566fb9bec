/**
 * Reads JSON and says where it is wrong. `JSON.parse` says so in words that differ between
 * engines, without a line in some, and rounds numbers without a word.
 */
import type { Json, JsonObject } from "./json";

/** What is wrong with a text. */
export type JsonFault =
  | "empty"
  | "unexpected"
  | "unexpected_end"
  | "unterminated"
  | "control_character"
  | "bad_escape"
  | "inexact_number"
  | "duplicate_key"
  | "too_deep"
  | "trailing";

/** What was read; lines and columns count from 1. */
export type JsonText =
  | { ok: true; value: Json }
  | { ok: false; fault: JsonFault; line: number; column: number };

/** Levels of arrays and objects that are read. */
export const MAX_DEPTH = 200;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in texts
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const WORDS: readonly [string, Json][] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

class Fault extends Error {
  constructor(
    readonly fault: JsonFault,
    readonly at: number,
  ) {
    super(fault);
  }
}

/** Reads a text that must be one JSON value. */
export function parseJson(text: string): JsonText {
  if (text.trim() === "") return { ok: false, fault: "empty", line: 1, column: 1 };
  const reader = new Reader(text);
  try {
    return { ok: true, value: reader.document() };
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    const before = text.slice(0, thrown.at).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    return { ok: false, fault: thrown.fault, line: before.length, column };
  }
}

/** Whether a number loses digits when it becomes one of JavaScript's, which is what is sent. */
export function isInexact(literal: string): boolean {
  const value = Number(literal);
  if (!Number.isFinite(value)) return true;
  return /^-?\d+$/.test(literal) && !Number.isSafeInteger(value) && String(value) !== literal;
}

class Reader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Json {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) throw new Fault("trailing", this.#at);
    return value;
  }

  #space(): void {
    while (" \t\n\r".includes(this.#text[this.#at] ?? "x")) this.#at += 1;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  #unexpected(): Fault {
    const ended = this.#at >= this.#text.length;
    return new Fault(ended ? "unexpected_end" : "unexpected", this.#at);
  }

  #take(expected: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== expected) return false;
    this.#at += 1;
    return true;
  }

  #value(depth: number): Json {
    if (depth > MAX_DEPTH) throw new Fault("too_deep", this.#at);
    this.#space();
    const next = this.#text[this.#at];
    if (next === "{") return this.#object(depth);
    if (next === "[") return this.#array(depth);
    if (next === '"') return this.#string();
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#number();
  }

  #number(): number {
    const start = this.#at;
    const literal = this.#match(NUMBER);
    if (literal === null || literal === "") throw this.#unexpected();
    if (isInexact(literal)) throw new Fault("inexact_number", start);
    return Number(literal);
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    for (;;) {
      this.#match(PLAIN);
      const next = this.#text[this.#at];
      if (next === undefined) throw new Fault("unterminated", start);
      if (next === '"') break;
      if (next !== "\\") throw new Fault("control_character", this.#at);
      if (this.#match(ESCAPE) === null) throw new Fault("bad_escape", this.#at);
    }
    this.#at += 1;
    return JSON.parse(this.#text.slice(start, this.#at));
  }

  #array(depth: number): Json[] {
    this.#at += 1;
    const items: Json[] = [];
    if (this.#take("]")) return items;
    for (;;) {
      items.push(this.#value(depth + 1));
      if (this.#take("]")) return items;
      if (!this.#take(",")) throw this.#unexpected();
    }
  }

  #object(depth: number): JsonObject {
    this.#at += 1;
    const properties: [string, Json][] = [];
    const seen = new Set<string>();
    if (this.#take("}")) return {};
    for (;;) {
      this.#space();
      const at = this.#at;
      if (this.#text[at] !== '"') throw this.#unexpected();
      const key = this.#string();
      if (seen.has(key)) throw new Fault("duplicate_key", at);
      seen.add(key);
      if (!this.#take(":")) throw this.#unexpected();
      properties.push([key, this.#value(depth + 1)]);
      if (this.#take("}")) return Object.fromEntries(properties);
      if (!this.#take(",")) throw this.#unexpected();
    }
  }
}

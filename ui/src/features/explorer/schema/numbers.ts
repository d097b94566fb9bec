/** A number as it is typed. What is no number stays a text, so that nothing typed is lost. */
import type { Json } from "./json";
import { isInexact } from "./parse-json";

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The value of what was typed: a number; the text itself where it is none, or none that can be
 * sent without loss; `undefined` where nothing was typed.
 */
export function readNumber(text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  if (!NUMBER.test(trimmed) || isInexact(trimmed)) return trimmed;
  return Number(trimmed);
}

/** Whether a text is a number that would lose digits. */
export function isTooExact(text: string): boolean {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) && isInexact(trimmed);
}

/** How a value stands in a field for numbers. */
export function shownNumber(value: Json | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}

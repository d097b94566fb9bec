import { useEffect, useRef } from "react";
import type { Row } from "../model";

/**
 * The rows where they were last shown: what is gone leaves, what is new comes last, and nothing
 * else moves, whatever changed about it. Pure.
 */
export function held(
  shown: readonly string[],
  wanted: readonly Row[],
  all: readonly Row[],
): readonly Row[] {
  const known = new Map(all.map((row) => [row.id, row]));
  const before = shown.map((id) => known.get(id)).filter((row) => row !== undefined);
  const there = new Set(before.map((row) => row.id));
  return [...before, ...wanted.filter((row) => !there.has(row.id))];
}

/**
 * The rows that are wanted; while `hold`, none of them moves under the pointer because of what
 * happens in the console. `question` is what the person asked for: another one is answered at once.
 */
export function useHeldRows(
  wanted: readonly Row[],
  all: readonly Row[],
  question: string,
  hold: boolean,
): readonly Row[] {
  const last = useRef<{ question: string; ids: readonly string[] } | null>(null);
  const before = last.current;
  const rows = hold && before?.question === question ? held(before.ids, wanted, all) : wanted;
  useEffect(() => {
    last.current = { question, ids: rows.map((row) => row.id) };
  });
  return rows;
}

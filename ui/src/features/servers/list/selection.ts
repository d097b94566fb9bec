import { useRef } from "react";
import { useParam } from "@/lib/hash-location";
import type { Row } from "../model";

/** The ids between two rows, both included, in the order of the list. Pure. */
export function between(rows: readonly Pick<Row, "id">[], from: string, to: string): string[] {
  const ends = [from, to].map((id) => rows.findIndex((row) => row.id === id));
  if (ends.includes(-1)) return rows.some((row) => row.id === to) ? [to] : [];
  return rows.slice(Math.min(...ends), Math.max(...ends) + 1).map((row) => row.id);
}

/** What was chosen in the list. It is in the address, so that it is still there on coming back. */
export interface Selection {
  /** The chosen rows that are shown, in their order; no other is ever acted on. */
  rows: readonly Row[];
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  /** Chooses all from the last one that was chosen to this one. */
  extendTo: (id: string) => void;
  all: () => void;
  clear: () => void;
}

/** The selection among the rows that are shown. */
export function useSelection(shown: readonly Row[]): Selection {
  const [param, setParam] = useParam("selected");
  const anchor = useRef<string | null>(null);
  const ids = new Set(param.split(",").filter(Boolean));
  const set = (next: ReadonlySet<string>) =>
    setParam(next.size === 0 ? null : [...next].join(","), { replace: true });
  const selected = shown.filter((row) => ids.has(row.id));
  // What is not shown any more is let go with the next change.
  const kept = new Set(selected.map((row) => row.id));
  return {
    rows: selected,
    has: (id) => kept.has(id),
    toggle: (id) => {
      anchor.current = id;
      if (!kept.delete(id)) kept.add(id);
      set(kept);
    },
    extendTo: (id) => {
      const from = anchor.current ?? id;
      anchor.current = from;
      set(new Set([...kept, ...between(shown, from, id)]));
    },
    all: () => set(new Set(shown.map((row) => row.id))),
    clear: () => {
      anchor.current = null;
      set(new Set());
    },
  };
}

/**
 * What was typed into the settings of a server and not saved, kept while the window is open: one
 * may look elsewhere and come back to it. Nothing of it is written down: it may hold secrets.
 */
import { useEffect } from "react";
import { create } from "zustand";
import type { FormValues } from "./values";

/** Drafts that are kept; the oldest leaves for a new one. */
const MAX_DRAFTS = 20;

interface DraftStore {
  /** By the server's id, the oldest first. */
  drafts: ReadonlyMap<string, FormValues>;
}

export const useDrafts = create<DraftStore>(() => ({ drafts: new Map() }));

/** Whether something of a server was not saved. */
export function useHasDraft(id: string): boolean {
  return useDrafts((store) => store.drafts.has(id));
}

/** What was typed for a server. */
export function draftOf(id: string): FormValues | undefined {
  return useDrafts.getState().drafts.get(id);
}

/** Keeps what was typed for a server; `null`: nothing of it is left to save. */
export function keepDraft(id: string, values: FormValues | null): void {
  const { drafts } = useDrafts.getState();
  if (values === null && !drafts.has(id)) return;
  const others = [...drafts].filter(([one]) => one !== id);
  const next = values === null ? others : [...others, [id, values] as const];
  useDrafts.setState({ drafts: new Map(next.slice(-MAX_DRAFTS)) });
}

/** Keeps what is typed while it is typed. Without an id there is nothing to keep it for. */
export function useKeptDraft(id: string | null, values: FormValues | null): void {
  useEffect(() => {
    if (id !== null) keepDraft(id, values);
  }, [id, values]);
}

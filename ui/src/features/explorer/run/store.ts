/**
 * What is typed and what is under way in the explorer. It lives beside the pages: arguments and
 * calls stay while one looks at something else.
 */
import { create, type StoreApi, type UseBoundStore } from "zustand";
import type { CallRecord, CallTarget, Problem, ServerQuestion } from "@/ipc/bindings";
import type { ConsoleClient } from "@/ipc/client";
import { useClient } from "@/ipc/client-context";
import type { Json } from "../schema/json";

/** What was typed for one thing. */
export interface Draft {
  mode: "form" | "json";
  value: Json | undefined;
}

/** How far a call is. */
export interface Progress {
  progress: number;
  total: number | null;
  message: string | null;
}

/** A call of one thing: under way, or the last one. */
export interface Run {
  /** Tells one run of a thing from the next. */
  serial: number;
  state: "running" | "ended";
  target: CallTarget;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Its id, once it was sent. */
  call: string | null;
  progress: Progress | null;
  questions: readonly ServerQuestion[];
  cancelling: boolean;
  record: CallRecord | null;
  /** Why it could not be called at all. */
  problem: Problem | null;
}

interface ExplorerStore {
  drafts: Readonly<Record<string, Draft>>;
  runs: Readonly<Record<string, Run>>;
  /** Destructive tools that a person agreed to run, until the window closes. */
  agreed: ReadonlySet<string>;
  setDraft: (key: string, draft: Draft | null) => void;
  setRun: (key: string, run: Run) => void;
  changeRun: (key: string, change: (run: Run) => Partial<Run>) => void;
  /** Shows a call that ended earlier and what it was called with, unless one is under way. */
  showRecord: (key: string, record: CallRecord) => void;
  agree: (key: string) => void;
}

type Store = UseBoundStore<StoreApi<ExplorerStore>>;

function createStore(): Store {
  return create<ExplorerStore>((set) => ({
    drafts: {},
    runs: {},
    agreed: new Set(),
    setDraft: (key, draft) =>
      set(({ drafts: { [key]: _old, ...drafts } }) => ({
        drafts: draft ? { ...drafts, [key]: draft } : drafts,
      })),
    setRun: (key, run) => set(({ runs }) => ({ runs: { ...runs, [key]: run } })),
    changeRun: (key, change) =>
      set(({ runs }) => {
        const run = runs[key];
        return run ? { runs: { ...runs, [key]: { ...run, ...change(run) } } } : {};
      }),
    showRecord: (key, record) =>
      set(({ runs, drafts }) => {
        if (runs[key]?.state === "running") return {};
        const shown = { ...fresh(record.target), ...OVER, record };
        const { target } = record;
        if (target.kind === "resource") return { runs: { ...runs, [key]: shown } };
        const mode = drafts[key]?.mode ?? "form";
        const draft: Draft = { mode, value: target.arguments as Json };
        return { runs: { ...runs, [key]: shown }, drafts: { ...drafts, [key]: draft } };
      }),
    agree: (key) => set(({ agreed }) => ({ agreed: new Set(agreed).add(key) })),
  }));
}

let lastSerial = 0;

/** A call that begins. */
export function fresh(target: CallTarget): Run {
  lastSerial += 1;
  return {
    serial: lastSerial,
    state: "running",
    target,
    startedAt: Date.now(),
    call: null,
    progress: null,
    questions: [],
    cancelling: false,
    record: null,
    problem: null,
  };
}

/** What changes when a call ends, however it does. */
export const OVER = { state: "ended", questions: [], cancelling: false } as const;

const stores = new WeakMap<ConsoleClient, Store>();

/** The store of a console. */
export function storeOf(client: ConsoleClient): Store {
  const known = stores.get(client);
  if (known) return known;
  const made = createStore();
  stores.set(client, made);
  return made;
}

/** A part of the store. */
export function useExplorerStore<Part>(select: (store: ExplorerStore) => Part): Part {
  return storeOf(useClient())(select);
}

/** The name under which the things of a thing are kept. */
export function keyOf(serverId: string, kind: string, key: string): string {
  return JSON.stringify([serverId, kind, key]);
}

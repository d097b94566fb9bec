/**
 * What the command palette offers. Areas of the window say what can be done in them without
 * knowing the palette or each other: each registers a source, and the palette asks the sources
 * when it opens.
 */
import type { LucideIcon } from "lucide-react";
import { useEffect } from "react";
import { create } from "zustand";
import type { ListedShortcut } from "./shortcuts";

/** Where a command is listed. */
export type PaletteGroup = "pages" | "actions" | "servers" | "keys";

/** Every group, in the order in which an empty search lists them. */
export const PALETTE_GROUPS = ["pages", "actions", "servers", "keys"] as const;

/** Something that a person can do. */
export interface PaletteCommand {
  /** Stable: recent commands are remembered by it. */
  id: string;
  group: PaletteGroup;
  icon: LucideIcon;
  /** What it does, in the window's language. */
  label: string;
  /** Other words that find it: the other language's label, an id, tags. */
  keywords?: readonly string[];
  /** Said quietly beside the label: a state, a present choice. */
  note?: string;
  /** The keys that do the same. */
  shortcut?: ListedShortcut;
  /** Left out of an unsearched list, so that fifty servers do not fill it five times over. */
  onlySearched?: boolean;
  run: () => void;
}

/** Makes the commands of an area; called when the palette opens, so it may be long. */
export type PaletteSource = () => readonly PaletteCommand[];

interface PaletteStore {
  sources: ReadonlyMap<string, PaletteSource>;
  put: (name: string, source: PaletteSource | null) => void;
}

const useStore = create<PaletteStore>((set) => ({
  sources: new Map(),
  put: (name, source) =>
    set(({ sources }) => {
      const next = new Map(sources);
      if (source) next.set(name, source);
      else next.delete(name);
      return { sources: next };
    }),
}));

/**
 * Offers commands in the palette while the caller is mounted. `source` must be stable
 * (`useCallback`): a new one means that the commands have changed.
 */
export function usePaletteSource(name: string, source: PaletteSource): void {
  const put = useStore((store) => store.put);
  useEffect(() => {
    put(name, source);
    return () => put(name, null);
  }, [name, put, source]);
}

/** The sources, for the palette. */
export function usePaletteSources(): ReadonlyMap<string, PaletteSource> {
  return useStore((store) => store.sources);
}

/** Which columns a person has hidden. Kept in this window's storage: it is about this screen. */
import { create } from "zustand";
import { OPTIONAL, type OptionalColumn } from "./columns";

const KEY = "servers.hidden_columns";

interface ColumnStore {
  hidden: ReadonlySet<OptionalColumn>;
  toggle: (column: OptionalColumn) => void;
}

export const useHiddenColumns = create<ColumnStore>((set, get) => ({
  hidden: read(),
  toggle: (column) => {
    const hidden = new Set(get().hidden);
    if (!hidden.delete(column)) hidden.add(column);
    write(hidden);
    set({ hidden });
  },
}));

function read(): ReadonlySet<OptionalColumn> {
  try {
    const stored = localStorage.getItem(KEY)?.split(",") ?? [];
    return new Set(OPTIONAL.filter((column) => stored.includes(column)));
  } catch {
    return new Set();
  }
}

function write(hidden: ReadonlySet<OptionalColumn>): void {
  try {
    localStorage.setItem(KEY, [...hidden].join(","));
  } catch {
    // They are shown again next time.
  }
}

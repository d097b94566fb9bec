import { create } from "zustand";
import { useMediaQuery } from "@/lib/use-media-query";

/** Below this the sidebar is icons, whatever was chosen. */
const NARROW = "(max-width: 1000px)";
const KEY = "sidebar";

interface SidebarStore {
  collapsed: boolean;
  toggle: () => void;
}

const useStore = create<SidebarStore>((set, get) => ({
  collapsed: read() === "collapsed",
  toggle: () => {
    const collapsed = !get().collapsed;
    write(collapsed ? "collapsed" : "expanded");
    set({ collapsed });
  },
}));

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function write(value: string): void {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // It is expanded again next time.
  }
}

/** Whether the sidebar is icons only; `fixed` where the window leaves no choice. */
export function useSidebar() {
  const { collapsed, toggle } = useStore();
  const narrow = useMediaQuery(NARROW);
  return { collapsed: collapsed || narrow, fixed: narrow, toggle };
}

import { create } from "zustand";
import { useMediaQuery } from "@/lib/use-media-query";

/** Below this the sidebar is icons, whatever was chosen. */
const NARROW = "(max-width: 1000px)";
const KEY = "sidebar";

const useStore = create<{ collapsed: boolean }>(() => ({ collapsed: read() === "collapsed" }));

/** Collapses the sidebar to icons, or expands it; the choice is kept. */
export function toggleSidebar(): void {
  const collapsed = !useStore.getState().collapsed;
  write(collapsed ? "collapsed" : "expanded");
  useStore.setState({ collapsed });
}

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
  const { collapsed } = useStore();
  const narrow = useMediaQuery(NARROW);
  return { collapsed: collapsed || narrow, fixed: narrow, toggle: toggleSidebar };
}

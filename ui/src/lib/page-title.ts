/** What the shown page is called: for the window's title, and for those who only hear it. */
import { useEffect } from "react";
import { create } from "zustand";

interface PageTitleStore {
  title: string;
  set: (title: string) => void;
}

const useStore = create<PageTitleStore>((set) => ({
  title: "",
  set: (title) => set({ title }),
}));

/** Says what the page is called, while the caller is mounted. */
export function usePageTitle(title: string): void {
  const set = useStore((store) => store.set);
  useEffect(() => set(title), [set, title]);
}

/** What the shown page is called; empty before the first one said so. */
export function useShownTitle(): string {
  return useStore((store) => store.title);
}

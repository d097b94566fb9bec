/** How high rows are: the setting, for whoever draws rows. The shell keeps it up to date. */
import { create } from "zustand";
import type { Density } from "@/ipc/bindings";

interface DensityStore {
  density: Density;
  set: (density: Density) => void;
}

const useStore = create<DensityStore>((set) => ({
  density: "comfortable",
  set: (density) => set({ density }),
}));

/** The density in force. */
export function useDensity(): Density {
  return useStore((store) => store.density);
}

/** Puts another density in force, for code that measures and for the tokens in the style sheet. */
export function setDensity(density: Density): void {
  document.documentElement.dataset.density = density;
  useStore.getState().set(density);
}

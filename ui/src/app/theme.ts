/** The theme of the window: `data-theme` on the page, remembered for the next first paint. */
import { useLayoutEffect } from "react";
import type { Settings } from "@/ipc/bindings";
import { useMediaQuery } from "@/lib/use-media-query";

export type Theme = "light" | "dark";

/** The theme of a setting. */
export function themeOf(setting: Settings["theme"], systemIsDark: boolean): Theme {
  if (setting !== "system") return setting;
  return systemIsDark ? "dark" : "light";
}

/** Gives the page its theme. Until the setting is known, the page keeps what it was opened with. */
export function useTheme(setting: Settings["theme"] | undefined): void {
  const systemIsDark = useMediaQuery("(prefers-color-scheme: dark)");
  useLayoutEffect(() => {
    if (!setting) return;
    document.documentElement.dataset.theme = themeOf(setting, systemIsDark);
    remember("theme", setting);
  }, [setting, systemIsDark]);
}

/** Keeps a choice for the next first paint; storage may be denied, then that paint guesses. */
export function remember(name: "theme" | "language", value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Nothing depends on it but the first paint.
  }
}

/** The choice that was kept. */
export function remembered(name: "theme" | "language"): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

import { useLayoutEffect } from "react";
import type { Settings } from "@/ipc/bindings";
import { setDensity } from "@/lib/density";
import { useLanguage } from "./language";
import { useTheme } from "./theme";

/** Looks and speaks as the settings say, at once. */
export function useAppearance(settings: Settings | undefined): void {
  useTheme(settings?.theme);
  useLanguage(settings?.language);
  const density = settings?.density;
  useLayoutEffect(() => {
    if (density) setDensity(density);
  }, [density]);
}

import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import type { Settings } from "@/ipc/bindings";
import { useSaveSettings } from "@/ipc/settings-queries";
import { navigate } from "@/lib/hash-location";
import { isWelcome, paths } from "@/lib/routes";

/**
 * Opens the first steps on the first start, once. Leaving them, by whatever way, is having done
 * them; they can be opened again from the settings.
 */
export function useFirstSteps(settings: Settings | undefined): void {
  const [path] = useLocation();
  const { mutate: save } = useSaveSettings();
  const opened = useRef(false);
  const waiting = settings?.onboarded === false;
  const there = isWelcome(path);
  useEffect(() => {
    if (!waiting) return;
    if (there) {
      opened.current = true;
    } else if (opened.current) {
      // Where it cannot be stored, they open again on the next start; nobody is kept waiting.
      save({ onboarded: true });
    } else {
      opened.current = true;
      navigate(paths.welcome(), { replace: true });
    }
  }, [waiting, there, save]);
}

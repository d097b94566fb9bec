import { navigate } from "@/lib/hash-location";
import { paths } from "@/lib/routes";
import { useShortcut, useShortcutListener } from "@/lib/shortcuts";
import { openPalette, openShortcuts } from "./overlay-store";

/** Listens to the keyboard, and goes where it says. */
export function useNavigationKeys(): void {
  useShortcutListener();
  useShortcut("palette", openPalette);
  useShortcut("show_shortcuts", openShortcuts);
  useShortcut("go_servers", () => navigate(paths.servers()));
  useShortcut("go_keys", () => navigate(paths.keys()));
  useShortcut("go_doctor", () => navigate(paths.doctor()));
  useShortcut("go_notices", () => navigate(paths.notices()));
  useShortcut("go_settings", () => navigate(paths.settings()));
  useShortcut("add_server", () => navigate(paths.addServer()));
}

import {
  Bell,
  Contrast,
  Download,
  Footprints,
  Keyboard,
  KeyRound,
  Languages,
  type LucideIcon,
  Moon,
  PanelLeft,
  Plug,
  Rows3,
  Rows4,
  Settings,
  Stethoscope,
  Sun,
} from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type Bilingual, useBilingual } from "@/i18n/use-bilingual";
import type { Density, Language, Theme } from "@/ipc/bindings";
import { useSaveSettings, useSettings } from "@/ipc/settings-queries";
import { navigate } from "@/lib/hash-location";
import { type PaletteCommand, usePaletteSource } from "@/lib/palette";
import { paths } from "@/lib/routes";
import type { ListedShortcut } from "@/lib/shortcuts";
import { openShortcuts } from "../overlay-store";
import { toggleSidebar } from "../use-sidebar";
import { useRun } from "./use-run";

const THEMES: readonly [Theme, LucideIcon][] = [
  ["light", Sun],
  ["dark", Moon],
  ["system", Contrast],
];
const LANGUAGES: readonly Language[] = ["en", "pt-BR", "system"];
const DENSITIES: readonly [Density, LucideIcon][] = [
  ["comfortable", Rows3],
  ["compact", Rows4],
];

/** Offers the pages, and what the window itself can do. */
export function useWindowCommands(): void {
  const { t } = useTranslation();
  const { say } = useBilingual();
  const settings = useSettings().data;
  const { mutateAsync: save } = useSaveSettings();
  const run = useRun();

  const source = useCallback((): PaletteCommand[] => {
    const page = (
      id: string,
      icon: LucideIcon,
      text: Bilingual,
      path: string,
      shortcut?: ListedShortcut,
    ): PaletteCommand => ({
      id: `page:${id}`,
      group: "pages",
      icon,
      ...text,
      ...(shortcut && { shortcut }),
      run: () => navigate(path),
    });
    const choice = (
      id: string,
      icon: LucideIcon,
      text: Bilingual,
      current: boolean,
      choose: () => Promise<unknown>,
    ): PaletteCommand => ({
      id,
      group: "actions",
      icon,
      ...text,
      ...(current && { note: t("palette.current") }),
      onlySearched: current,
      run: () => run(text.label, choose),
    });
    return [
      page("servers", Plug, say("nav.servers"), paths.servers(), "go_servers"),
      page("keys", KeyRound, say("nav.keys"), paths.keys(), "go_keys"),
      page("doctor", Stethoscope, say("nav.doctor"), paths.doctor(), "go_doctor"),
      page("notices", Bell, say("nav.notices"), paths.notices(), "go_notices"),
      page("settings", Settings, say("nav.settings"), paths.settings(), "go_settings"),
      page("import", Download, say("palette.pages.import"), paths.importServers()),
      page("import_keys", Download, say("palette.pages.import_keys"), paths.importKeys()),
      page("welcome", Footprints, say("palette.pages.welcome"), paths.welcome()),
      ...THEMES.map(([theme, icon]) =>
        choice(
          `theme:${theme}`,
          icon,
          say(`palette.actions.theme.${theme}`),
          settings?.theme === theme,
          () => save({ theme }),
        ),
      ),
      ...LANGUAGES.map((language) =>
        choice(
          `language:${language}`,
          Languages,
          say(`palette.actions.language.${language}`),
          settings?.language === language,
          () => save({ language }),
        ),
      ),
      ...DENSITIES.map(([density, icon]) =>
        choice(
          `density:${density}`,
          icon,
          say(`palette.actions.density.${density}`),
          settings?.density === density,
          () => save({ density }),
        ),
      ),
      {
        id: "shortcuts",
        group: "actions",
        icon: Keyboard,
        ...say("palette.actions.shortcuts"),
        shortcut: "show_shortcuts",
        run: openShortcuts,
      },
      {
        id: "sidebar",
        group: "actions",
        icon: PanelLeft,
        ...say("palette.actions.sidebar"),
        run: toggleSidebar,
      },
    ];
  }, [say, t, settings, save, run]);

  usePaletteSource("window", source);
}

/** The language of the window follows the setting; the last one is used until it is known. */
import { useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { type Language, languageOf } from "@/i18n";
import type { Settings } from "@/ipc/bindings";
import { remember, remembered } from "./theme";

/** The language to begin with. */
export function firstLanguage(): Language {
  const last = remembered("language");
  return languageOf(last === "en" || last === "pt-BR" ? last : "system");
}

/** Speaks the language of the setting. */
export function useLanguage(setting: Settings["language"] | undefined): void {
  const { i18n } = useTranslation();
  const system = useSyncExternalStore(onSystemLanguages, () => navigator.languages.join());
  const language = setting && languageOf(setting, system.split(","));
  useEffect(() => {
    if (!language) return;
    remember("language", language);
    if (i18n.language !== language) void i18n.changeLanguage(language);
  }, [i18n, language]);
  useEffect(() => {
    document.documentElement.lang = i18n.language;
  }, [i18n.language]);
}

function onSystemLanguages(changed: () => void): () => void {
  window.addEventListener("languagechange", changed);
  return () => window.removeEventListener("languagechange", changed);
}

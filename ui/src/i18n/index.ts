/** Both languages, bundled: a desktop window has nowhere to fetch them from. */
import { createInstance, type i18n as I18n, type Resource } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Settings } from "@/ipc/bindings";
import en from "./en.json";
import ptBR from "./pt-BR.json";

/** A language that the window speaks. */
export type Language = Exclude<Settings["language"], "system">;

/** Every one of them. */
export const LANGUAGES = ["en", "pt-BR"] as const satisfies readonly Language[];

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

/** The language of a setting; the system's where that is asked, English where it is another. */
export function languageOf(
  setting: Settings["language"],
  system: readonly string[] = navigator.languages,
): Language {
  if (setting !== "system") return setting;
  for (const tag of system) {
    const base = tag.toLowerCase().split("-")[0];
    if (base === "pt") return "pt-BR";
    if (base === "en") return "en";
  }
  return "en";
}

/** The texts of the languages; what one lacks is said in English. */
const TEXTS: Resource = { en: { translation: en }, "pt-BR": { translation: ptBR } };

/** A translator that is ready at once. */
export function createTranslator(language: Language, texts: Resource = TEXTS): I18n {
  const translator = createInstance();
  // Without a backend and with `initAsync: false` this is done when it returns.
  void translator.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    initAsync: false,
    resources: texts,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return translator;
}

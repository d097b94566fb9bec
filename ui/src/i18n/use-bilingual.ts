/** Texts in the window's language that are found in the other one too. */
import type { ParseKeys } from "i18next";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES } from "./index";

/** A text, and the same in every other language. */
export interface Bilingual {
  label: string;
  keywords: string[];
}

/** A text with a gap for a name; filling it costs no translation. */
export type BilingualTemplate = (name: string) => Bilingual;

type Translate = (key: string, values?: Readonly<Record<string, string>>) => string;

/** No text has this character, so it marks the gap. */
const GAP = "\u0000";

/** Looks texts up in every language at once. */
export function useBilingual() {
  const { i18n } = useTranslation();
  const language = i18n.language;

  const say = useCallback(
    (key: ParseKeys, values?: Readonly<Record<string, string>>): Bilingual => {
      const inLanguage = (tag: string) => (i18n.getFixedT(tag) as Translate)(key, values);
      return {
        label: inLanguage(language),
        keywords: LANGUAGES.filter((tag) => tag !== language).map(inLanguage),
      };
    },
    [i18n, language],
  );

  const template = useCallback(
    (key: ParseKeys): BilingualTemplate => {
      const { label, keywords } = say(key, { name: GAP });
      return (name) => ({
        label: label.replace(GAP, () => name),
        keywords: keywords.map((text) => text.replace(GAP, () => name)),
      });
    },
    [say],
  );

  return { say, template };
}

import { useTranslation } from "react-i18next";

/** The locale that numbers, dates and times follow. */
export function useLocale(): string {
  return useTranslation().i18n.language;
}

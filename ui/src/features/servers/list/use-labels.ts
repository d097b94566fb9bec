import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { COLUMNS, type Labels } from "./columns";

/** The names of the columns in the window's language, with the unit of their numbers. */
export function useLabels(): Labels {
  const { t } = useTranslation();
  return useMemo(
    () =>
      Object.fromEntries(
        COLUMNS.map((column) => [column, t(`servers.columns.${column}`)]),
      ) as Labels,
    [t],
  );
}

import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { COLUMNS, GRID, type Layout, NUMERIC } from "./layout";

/** The names of the columns. */
export function ListHeader({ layout }: { layout: Layout }) {
  const { t } = useTranslation();
  if (layout === "stacked") return null;
  return (
    <div
      role="row"
      tabIndex={-1}
      className={cx(
        GRID[layout],
        "sticky top-0 z-20 h-8 border-border border-b bg-raised font-medium text-muted text-small",
      )}
    >
      {COLUMNS[layout].map((column) => (
        <div
          key={column}
          role="columnheader"
          tabIndex={-1}
          className={cx("truncate px-2 first:pl-3", NUMERIC.has(column) && "text-right")}
        >
          {column === "actions" ? (
            <span className="sr-only">{t("servers.columns.actions")}</span>
          ) : (
            t(`servers.columns.${column}`)
          )}
        </div>
      ))}
    </div>
  );
}

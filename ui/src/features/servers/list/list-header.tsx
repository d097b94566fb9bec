import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/checkbox";
import { cx } from "@/lib/cx";
import { type Column, NUMERIC, type TableLayout } from "./columns";
import type { Sort } from "./sort";
import { useLabels } from "./use-labels";

export interface ListHeaderProps {
  layout: TableLayout;
  sort: Sort | null;
  onSort: (column: Column) => void;
  /** Whether all, some or none of the rows are chosen. */
  selected: boolean | "mixed";
  onSelectAll: (all: boolean) => void;
}

/** The names of the columns, each a button that sorts by it. */
export function ListHeader({ layout, sort, onSort, selected, onSelectAll }: ListHeaderProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={1}
      style={{ gridTemplateColumns: layout.template }}
      className="sticky top-0 z-20 grid h-8 items-center border-border border-b bg-raised text-muted text-small"
    >
      <div role="columnheader" tabIndex={-1} className="flex justify-center pl-1">
        <Checkbox
          label={t("servers.selection.all")}
          checked={selected}
          onChange={onSelectAll}
          data-testid="select-all"
        />
      </div>
      {layout.columns.map((column) => (
        <Header
          key={column}
          label={labels[column]}
          numeric={NUMERIC.has(column)}
          direction={sort?.column === column ? sort.direction : null}
          testId={`sort-${column}`}
          onPress={() => onSort(column)}
        />
      ))}
      <div role="columnheader" tabIndex={-1}>
        <span className="sr-only">{t("servers.columns.actions")}</span>
      </div>
    </div>
  );
}

interface HeaderProps {
  label: string;
  numeric: boolean;
  direction: Sort["direction"] | null;
  testId: string;
  onPress: () => void;
}

function Header({ label, numeric, direction, testId, onPress }: HeaderProps) {
  const Arrow = direction === "asc" ? ArrowUp : ArrowDown;
  const order = direction === "asc" ? "ascending" : "descending";
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      aria-sort={direction === null ? undefined : order}
      className={cx("flex min-w-0", numeric ? "justify-end" : "justify-start")}
    >
      <button
        type="button"
        data-testid={testId}
        onClick={onPress}
        className={cx(
          "group/sort relative max-w-full truncate rounded-control px-2 py-1 font-medium hover:text-text",
          direction !== null && "text-text",
        )}
      >
        {label}
        <Arrow
          aria-hidden
          size={11}
          className={cx(
            "absolute top-2",
            // In the padding, so that nothing moves when it comes.
            numeric ? "-left-1" : "-right-1",
            direction === null && "opacity-0 group-hover/sort:opacity-50",
          )}
        />
      </button>
    </div>
  );
}

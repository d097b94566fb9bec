import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/checkbox";
import { ColumnHeader } from "@/components/column-header";
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
        <ColumnHeader
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

import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Truncated } from "@/components/truncated";
import { cx } from "@/lib/cx";
import { Ago } from "../ago";
import { kindOf, useKindName } from "../kinds";
import type { Row } from "../model";
import { StatusBadge } from "../status-badge";
import { type Column, NUMERIC, type TableLayout } from "./columns";
import { RowActions } from "./row-actions";
import { TestCell } from "./test-cell";
import { UsedBy } from "./used-by";

export interface KeyRowProps {
  row: Row;
  /** The columns; `null`: two lines instead. */
  layout: TableLayout | null;
  /** Whether its buttons take part in the order of Tab. */
  active: boolean;
  onMenuClose: () => void;
}

/** The cells of a row. Drawn again only when its key changed. */
export const KeyRow = memo(function KeyRow({ layout, ...props }: KeyRowProps) {
  const { row, active, onMenuClose } = props;
  if (!layout) return <StackedRow {...props} />;
  return (
    <div style={{ gridTemplateColumns: layout.template }} className="grid h-full items-center">
      {layout.columns.map((column) => (
        <div
          key={column}
          role="gridcell"
          tabIndex={-1}
          className={cx(
            "min-w-0 px-2 first:pl-3.5",
            NUMERIC.has(column) && "truncate text-right",
            column === "status" && "flex",
          )}
        >
          <CellOf row={row} column={column} active={active} />
        </div>
      ))}
      <div
        role="gridcell"
        tabIndex={-1}
        className="relative flex h-full items-center justify-end pr-1.5"
      >
        <RowActions row={row} active={active} compact={false} onMenuClose={onMenuClose} />
      </div>
    </div>
  );
});

function CellOf(props: { row: Row; column: Column; active: boolean }): ReactNode {
  const { row, column, active } = props;
  const { t } = useTranslation();
  const nameOf = useKindName();
  const none = <span className="text-muted">{t("common.unknown")}</span>;
  const { key } = row;
  switch (column) {
    case "name":
      return <Truncated text={row.name} className="font-medium font-mono" />;
    case "status":
      return <StatusBadge status={row.status} name={row.name} />;
    case "kind":
      return key && <Truncated text={nameOf(kindOf(key.target))} />;
    case "test":
      return key && <TestCell row={key} />;
    case "used_by":
      return <UsedBy uses={row.usedBy} active={active} />;
    case "last_used":
      if (!key) return null;
      return key.last_used_at ? <Ago at={key.last_used_at} /> : none;
  }
}

function StackedRow({ row, active, onMenuClose }: Omit<KeyRowProps, "layout">) {
  const nameOf = useKindName();
  const { key } = row;
  return (
    <div className="flex h-full items-center gap-2 pr-1.5 pl-3">
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <div role="gridcell" tabIndex={-1} className="flex min-w-0 items-center gap-2">
          <Truncated text={row.name} className="font-medium font-mono" />
          <span className="flex shrink-0">
            <StatusBadge status={row.status} name={row.name} />
          </span>
        </div>
        <div role="gridcell" tabIndex={-1} className="flex min-w-0 items-center gap-1.5">
          {key ? (
            <>
              <span className="shrink-0 text-muted text-small">{`${nameOf(kindOf(key.target))} ·`}</span>
              <TestCell row={key} />
            </>
          ) : (
            <span className="min-w-0 text-small">
              <UsedBy uses={row.usedBy} active={active} />
            </span>
          )}
        </div>
      </div>
      <div role="gridcell" tabIndex={-1}>
        <RowActions row={row} active={active} compact onMenuClose={onMenuClose} />
      </div>
    </div>
  );
}

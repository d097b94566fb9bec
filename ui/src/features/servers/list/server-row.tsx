import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/checkbox";
import { StateBadge } from "@/components/state-badge";
import { Truncated } from "@/components/truncated";
import { useLocale } from "@/i18n/use-locale";
import { cx } from "@/lib/cx";
import { formatBytes, formatCount, formatFigure, formatPercent } from "@/lib/format";
import { Elapsed } from "../elapsed";
import { type Row, shownState } from "../model";
import { type Column, NUMERIC, type TableLayout } from "./columns";
import { LatencyCell } from "./latency-cell";
import { RowActions } from "./row-actions";
import { RowDetail } from "./row-detail";
import { RowTags } from "./row-tags";
import { isLive } from "./sort";

export interface ServerRowProps {
  row: Row;
  /** The columns; `null`: two lines instead. */
  layout: TableLayout | null;
  /** Whether its buttons take part in the order of Tab. */
  active: boolean;
  selected: boolean;
  onSelect: (id: string, extend: boolean) => void;
  onMenuClose: () => void;
}

/** The cells of a row. Drawn again only when its server changed. */
export const ServerRow = memo(function ServerRow(props: ServerRowProps) {
  return props.layout ? <TableRow {...props} layout={props.layout} /> : <StackedRow {...props} />;
});

function TableRow({ layout, ...props }: ServerRowProps & { layout: TableLayout }) {
  const { row, active, onMenuClose } = props;
  return (
    <div style={{ gridTemplateColumns: layout.template }} className="grid h-full items-center">
      <div role="gridcell" tabIndex={-1} className="flex justify-center pl-1">
        <RowCheckbox {...props} />
      </div>
      {layout.columns.map((column) => (
        <div
          key={column}
          role="gridcell"
          tabIndex={-1}
          className={cx(
            "min-w-0 px-2",
            NUMERIC.has(column) && "truncate text-right tabular-nums",
            column === "state" && "flex",
          )}
        >
          <CellOf row={row} column={column} />
        </div>
      ))}
      <div role="gridcell" tabIndex={-1} className="relative flex justify-end pr-1.5">
        <RowActions row={row} active={active} compact={false} onMenuClose={onMenuClose} />
      </div>
    </div>
  );
}

const MEBIBYTE = 1_048_576;

function CellOf({ row, column }: { row: Row; column: Column }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const none = <span className="text-muted">{t("common.unknown")}</span>;
  const { usage } = row;
  switch (column) {
    case "state":
      return <StateBadge state={shownState(row)} data-testid={`server-state-${row.id}`} />;
    case "name":
      return (
        <span className="flex min-w-0 items-center gap-2">
          <Truncated text={row.name} className="font-medium" />
          <RowTags tags={row.tags} />
        </span>
      );
    case "detail":
      return <RowDetail row={row} />;
    case "tools":
      return isLive(row) ? formatCount(row.counts.tools, locale) : none;
    case "cpu":
      return usage?.cpu_percent == null ? (
        none
      ) : (
        <span title={formatPercent(usage.cpu_percent, locale)}>
          {formatFigure(usage.cpu_percent, locale)}
        </span>
      );
    case "memory":
      return usage ? (
        <span title={formatBytes(usage.memory_bytes, locale)}>
          {formatFigure(usage.memory_bytes / MEBIBYTE, locale)}
        </span>
      ) : (
        none
      );
    case "latency":
      return isLive(row) ? <LatencyCell row={row} /> : none;
    case "uptime":
      return isLive(row) && row.upSince !== null ? <Elapsed since={row.upSince} /> : none;
    case "restarts":
      return (
        <span className={row.restarts === 0 ? "text-muted" : undefined}>
          {formatCount(row.restarts, locale)}
        </span>
      );
  }
}

function StackedRow(props: ServerRowProps) {
  const { row, active, onMenuClose } = props;
  const { t } = useTranslation();
  return (
    <div className="flex h-full items-center gap-2 pr-1.5 pl-2.5">
      <div role="gridcell" tabIndex={-1} className="flex">
        <RowCheckbox {...props} />
      </div>
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <div role="gridcell" tabIndex={-1} className="flex min-w-0 items-center gap-2">
          <Truncated text={row.name} className="font-medium" />
          <span className="shrink-0">
            <StateBadge state={shownState(row)} data-testid={`server-state-${row.id}`} />
          </span>
          {row.upSince !== null && row.state === "up" && (
            <span className="shrink-0 text-muted text-small">
              <Elapsed since={row.upSince} />
            </span>
          )}
          {row.restarts > 0 && (
            <span className="truncate text-muted text-small">
              {t("servers.card.restarts", { count: row.restarts })}
            </span>
          )}
        </div>
        <div role="gridcell" tabIndex={-1} className="min-w-0">
          <RowDetail row={row} />
        </div>
      </div>
      <div role="gridcell" tabIndex={-1}>
        <RowActions row={row} active={active} compact onMenuClose={onMenuClose} />
      </div>
    </div>
  );
}

function RowCheckbox({ row, active, selected, onSelect }: Omit<ServerRowProps, "layout">) {
  const { t } = useTranslation();
  return (
    <Checkbox
      label={t("servers.selection.one", { name: row.name })}
      checked={selected}
      tabIndex={active ? 0 : -1}
      data-testid={`server-select-${row.id}`}
      onClick={(event) => onSelect(row.id, event.shiftKey)}
    />
  );
}

import { memo } from "react";
import { useTranslation } from "react-i18next";
import { StateBadge } from "@/components/state-badge";
import { Truncated } from "@/components/truncated";
import { useLocale } from "@/i18n/use-locale";
import { cx } from "@/lib/cx";
import { formatBytes, formatCount, formatPercent } from "@/lib/format";
import { Elapsed } from "../elapsed";
import { type Row, shownState } from "../model";
import { GRID, type Layout } from "./layout";
import { RowActions } from "./row-actions";
import { RowDetail } from "./row-detail";

export interface ServerRowProps {
  row: Row;
  layout: Layout;
  /** Whether its buttons take part in the order of Tab. */
  active: boolean;
  onMenuClose: () => void;
}

/** The cells of a row. Drawn again only when its server changed. */
export const ServerRow = memo(function ServerRow(props: ServerRowProps) {
  return props.layout === "stacked" ? <StackedRow {...props} /> : <TableRow {...props} />;
});

function TableRow({ row, layout, active, onMenuClose }: ServerRowProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const none = <span className="text-muted">{t("common.unknown")}</span>;
  const live = row.state === "up" || row.state === "degraded";
  const { usage } = row;
  return (
    <div className={cx(GRID[layout], "h-full")}>
      <Cell className="flex pl-3">
        <StateBadge state={shownState(row)} data-testid={`server-state-${row.id}`} />
      </Cell>
      <Cell>
        <Truncated text={row.name} className="font-medium" />
      </Cell>
      <Cell>
        <RowDetail row={row} />
      </Cell>
      <Cell number>{row.upSince !== null && live ? <Elapsed since={row.upSince} /> : none}</Cell>
      {layout === "wide" && (
        <Cell number className={row.restarts === 0 ? "text-muted" : undefined}>
          {formatCount(row.restarts, locale)}
        </Cell>
      )}
      <Cell number>{live ? formatCount(row.counts.tools, locale) : none}</Cell>
      {layout === "wide" && (
        <>
          <Cell number>
            {usage?.cpu_percent != null ? formatPercent(usage.cpu_percent, locale) : none}
          </Cell>
          <Cell number>{usage ? formatBytes(usage.memory_bytes, locale) : none}</Cell>
        </>
      )}
      <Cell className="flex justify-end pr-1.5">
        <RowActions row={row} active={active} compact={false} onMenuClose={onMenuClose} />
      </Cell>
    </div>
  );
}

function StackedRow({ row, active, onMenuClose }: ServerRowProps) {
  const { t } = useTranslation();
  return (
    <div className="flex h-full items-center gap-2 pr-1.5 pl-3">
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

interface CellProps {
  number?: boolean;
  className?: string | undefined;
  children: React.ReactNode;
}

function Cell({ number = false, className, children }: CellProps) {
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      className={cx("min-w-0 px-2", number && "truncate text-right tabular-nums", className)}
    >
      {children}
    </div>
  );
}

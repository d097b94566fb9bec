import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ColumnHeader } from "@/components/column-header";
import { cx } from "@/lib/cx";
import { useDensity } from "@/lib/density";
import { movedIndex } from "@/lib/moved-index";
import { useShortcut } from "@/lib/shortcuts";
import { useWidth } from "@/lib/use-width";
import type { Row } from "../model";
import { type Column, HEADER_HEIGHT, layOut, NUMERIC, ROW_HEIGHT, TABLE_FROM } from "./columns";
import { KeyRow } from "./key-row";
import type { Sort } from "./sort";
import { openRow, useListKeys } from "./use-list-keys";

/** Rows drawn beyond the edges. */
const OVERSCAN = 8;
/** The width before it is measured. */
const ROOMY = 10_000;

export interface KeyListProps {
  rows: readonly Row[];
  sort: Sort | null;
  onSort: (column: Column) => void;
}

/**
 * The list: a grid that holds the focus itself and names its active row, since a row that is
 * scrolled away does not exist. Tab goes on to the active row's buttons.
 */
export function KeyList({ rows, sort, onSort }: KeyListProps) {
  const { t } = useTranslation();
  const listId = useId();
  const density = useDensity();
  const gridRef = useRef<HTMLDivElement>(null);
  const width = useWidth(gridRef) ?? ROOMY;
  const layout = useMemo(() => (width < TABLE_FROM ? null : layOut(width)), [width]);
  const rowHeight = ROW_HEIGHT[layout ? "table" : "stacked"][density];
  const [chosen, setChosen] = useState<{ name: string | null; index: number }>({
    name: null,
    index: 0,
  });
  // Where the active row is gone, the one that took its place is active.
  const found = rows.findIndex((row) => row.name === chosen.name);
  const activeIndex =
    found >= 0 || chosen.name === null ? found : Math.min(chosen.index, rows.length - 1);
  const active = rows[activeIndex];
  const headers = layout ? 1 : 0;

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => gridRef.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.name ?? index,
    overscan: OVERSCAN,
    scrollPaddingStart: headers * HEADER_HEIGHT,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew where the height changed
  useEffect(() => virtual.measure(), [rowHeight, virtual]);

  const focusGrid = useCallback(() => gridRef.current?.focus(), []);
  const moveBy = (key: string): boolean => {
    const index = movedIndex(activeIndex, key, rows.length);
    const row = index === null ? undefined : rows[index];
    if (index === null || !row) return false;
    setChosen({ name: row.name, index });
    virtual.scrollToIndex(index);
    return true;
  };
  const moveFromAfar = (key: string) => {
    focusGrid();
    moveBy(key);
  };
  useShortcut("move_down", () => moveFromAfar("j"));
  useShortcut("move_up", () => moveFromAfar("k"));
  const onKeyDown = useListKeys({ gridRef, active, moveBy, focusGrid });

  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element)) return;
    const name = event.target.closest<HTMLElement>("[data-row-id]")?.dataset.rowId;
    const index = rows.findIndex((row) => row.name === name);
    const row = rows[index];
    if (!row) return;
    setChosen({ name: row.name, index });
    if (!event.target.closest("button, a, [role=menu], [role=menuitem]")) openRow(row);
  };

  return (
    <div
      ref={gridRef}
      role="grid"
      tabIndex={0}
      aria-label={t("keys.title")}
      aria-rowcount={rows.length + headers}
      aria-colcount={layout ? layout.columns.length + 1 : undefined}
      aria-activedescendant={active ? `${listId}-${active.name}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !active) moveBy("Home");
      }}
      className="group/grid min-h-48 overflow-y-auto overflow-x-hidden rounded-card border border-border bg-raised outline-none"
    >
      {layout && (
        <div
          role="row"
          tabIndex={-1}
          aria-rowindex={1}
          style={{ gridTemplateColumns: layout.template }}
          className="sticky top-0 z-20 grid h-8 items-center border-border border-b bg-raised text-muted text-small"
        >
          {layout.columns.map((column, i) => (
            <div key={column} role="presentation" className={cx("min-w-0", i === 0 && "pl-1.5")}>
              <ColumnHeader
                label={t(`keys.columns.${column}`)}
                numeric={NUMERIC.has(column)}
                direction={sort?.column === column ? sort.direction : null}
                testId={`sort-${column}`}
                onPress={() => onSort(column)}
              />
            </div>
          ))}
          <div role="columnheader" tabIndex={-1}>
            <span className="sr-only">{t("servers.columns.actions")}</span>
          </div>
        </div>
      )}
      <div
        role="rowgroup"
        tabIndex={-1}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <div
              key={item.key}
              role="row"
              tabIndex={-1}
              id={`${listId}-${row.name}`}
              data-row-id={row.name}
              data-testid={`key-row-${row.name}`}
              aria-rowindex={item.index + 1 + headers}
              data-active={row === active || undefined}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              className={cx(
                "group absolute inset-x-0 top-0 border-border border-b hover:bg-hover",
                "data-active:group-focus-visible/grid:outline-2 data-active:group-focus-visible/grid:-outline-offset-2 data-active:group-focus-visible/grid:outline-focus",
                item.index === rows.length - 1 && "border-b-transparent",
              )}
            >
              <KeyRow row={row} layout={layout} active={row === active} onMenuClose={focusGrid} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { useDensity } from "@/lib/density";
import { movedIndex } from "@/lib/moved-index";
import { useShortcut } from "@/lib/shortcuts";
import { useWidth } from "@/lib/use-width";
import type { Row } from "../model";
import { useServerActions } from "../server-actions";
import { useHiddenColumns } from "./column-store";
import { type Column, HEADER_HEIGHT, layOut, ROW_HEIGHT, TABLE_FROM } from "./columns";
import { ListHeader } from "./list-header";
import type { Selection } from "./selection";
import { ServerRow } from "./server-row";
import type { Sort } from "./sort";
import { useLabels } from "./use-labels";
import { useListKeys } from "./use-list-keys";

/** Rows drawn beyond the edges. */
const OVERSCAN = 8;
/** Room for the bar of what is chosen, pixels. */
const BAR_HEIGHT = 60;
/** The width before it is measured. */
const ROOMY = 10_000;

export interface ServerListProps {
  rows: readonly Row[];
  selection: Selection;
  sort: Sort | null;
  onSort: (column: Column) => void;
  /** Whether the pointer or the keyboard is in it: no row may move by itself then. */
  onBusy: (busy: boolean) => void;
}

/**
 * The list: a grid that holds the focus itself and names its active row, since a row that is
 * scrolled away does not exist. Tab goes on to the active row's buttons.
 */
export function ServerList({ rows, selection, sort, onSort, onBusy }: ServerListProps) {
  const { t } = useTranslation();
  const listId = useId();
  const actions = useServerActions();
  const labels = useLabels();
  const density = useDensity();
  const hidden = useHiddenColumns((store) => store.hidden);
  const gridRef = useRef<HTMLDivElement>(null);
  const width = useWidth(gridRef) ?? ROOMY;
  const layout = useMemo(
    () => (width < TABLE_FROM ? null : layOut(width, labels, hidden)),
    [width, labels, hidden],
  );
  const rowHeight = ROW_HEIGHT[layout ? "table" : "stacked"][density];
  const [chosen, setChosen] = useState<{ id: string | null; index: number }>({
    id: null,
    index: 0,
  });
  // Where the active row is gone, the one that took its place is active.
  const found = rows.findIndex((row) => row.id === chosen.id);
  const activeIndex =
    found >= 0 || chosen.id === null ? found : Math.min(chosen.index, rows.length - 1);
  const active = rows[activeIndex];
  const headers = layout ? 1 : 0;

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => gridRef.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN,
    scrollPaddingStart: headers * HEADER_HEIGHT,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew where the height changed
  useEffect(() => virtual.measure(), [rowHeight, virtual]);

  const focusGrid = useCallback(() => gridRef.current?.focus(), []);
  const moveBy = (key: string): Row | null => {
    const index = movedIndex(activeIndex, key, rows.length);
    const row = index === null ? undefined : rows[index];
    if (index === null || !row) return null;
    setChosen({ id: row.id, index });
    virtual.scrollToIndex(index);
    return row;
  };
  const moveFromAfar = (key: string) => {
    focusGrid();
    moveBy(key);
  };
  useShortcut("move_down", () => moveFromAfar("j"));
  useShortcut("move_up", () => moveFromAfar("k"));
  const onKeyDown = useListKeys({ gridRef, active, selection, moveBy, focusGrid });

  const latest = useRef(selection);
  useEffect(() => {
    latest.current = selection;
  });
  const onSelect = useCallback((id: string, extend: boolean) => {
    if (extend) latest.current.extendTo(id);
    else latest.current.toggle(id);
  }, []);

  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element)) return;
    const id = event.target.closest<HTMLElement>("[data-row-id]")?.dataset.rowId;
    const index = rows.findIndex((row) => row.id === id);
    const row = rows[index];
    if (!row) return;
    setChosen({ id: row.id, index });
    if (event.target.closest("button, a, [role=menu], [role=menuitem]")) return;
    if (event.shiftKey) selection.extendTo(row.id);
    else if (event.ctrlKey || event.metaKey) selection.toggle(row.id);
    else actions.open(row);
  };

  const hold = useHold(onBusy);
  const some = selection.rows.length;
  // Where it scrolls, the last row can be brought out from under the bar of the chosen.
  const tall = virtual.getTotalSize() + headers * HEADER_HEIGHT;
  const scrolls = tall > (virtual.scrollRect?.height ?? tall) + 1;
  return (
    <div
      ref={gridRef}
      role="grid"
      tabIndex={0}
      aria-label={t("servers.list")}
      aria-multiselectable
      aria-rowcount={rows.length + headers}
      aria-colcount={layout ? layout.columns.length + 2 : undefined}
      aria-activedescendant={active ? `${listId}-${active.id}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !active) moveBy("Home");
        hold.onFocus(event.target);
      }}
      onBlur={hold.onBlur}
      onPointerEnter={hold.onPointerEnter}
      onPointerLeave={hold.onPointerLeave}
      className="group/grid max-h-full overflow-y-auto overflow-x-hidden rounded-card border border-border bg-raised outline-none"
    >
      {layout && (
        <ListHeader
          layout={layout}
          sort={sort}
          onSort={onSort}
          selected={some === 0 ? false : some === rows.length ? true : "mixed"}
          onSelectAll={(all) => (all ? selection.all() : selection.clear())}
        />
      )}
      <div
        role="rowgroup"
        tabIndex={-1}
        className="relative"
        style={{ height: virtual.getTotalSize() + (scrolls && some > 0 ? BAR_HEIGHT : 0) }}
      >
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <div
              key={item.key}
              role="row"
              tabIndex={-1}
              id={`${listId}-${row.id}`}
              data-row-id={row.id}
              data-testid={`server-row-${row.id}`}
              aria-rowindex={item.index + 1 + headers}
              aria-selected={selection.has(row.id)}
              data-active={row === active || undefined}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              className={cx(
                "group absolute inset-x-0 top-0 border-border border-b hover:bg-hover aria-selected:bg-selected",
                "data-active:group-focus-visible/grid:outline-2 data-active:group-focus-visible/grid:-outline-offset-2 data-active:group-focus-visible/grid:outline-focus",
                item.index === rows.length - 1 && "border-b-transparent",
              )}
            >
              <ServerRow
                row={row}
                layout={layout}
                active={row === active}
                selected={selection.has(row.id)}
                onSelect={onSelect}
                onMenuClose={focusGrid}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Whether somebody is in the list with the pointer, or with the keyboard. */
function useHold(onBusy: (busy: boolean) => void) {
  const inside = useRef({ pointer: false, keyboard: false });
  const say = (changes: Partial<{ pointer: boolean; keyboard: boolean }>) => {
    inside.current = { ...inside.current, ...changes };
    onBusy(inside.current.pointer || inside.current.keyboard);
  };
  useEffect(() => () => onBusy(false), [onBusy]);
  return {
    onPointerEnter: () => say({ pointer: true }),
    onPointerLeave: () => say({ pointer: false }),
    onFocus: (target: Element) => say({ keyboard: target.matches(":focus-visible") }),
    onBlur: () => say({ keyboard: false }),
  };
}

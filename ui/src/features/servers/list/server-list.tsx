import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, useCallback, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { useShortcut } from "@/lib/shortcuts";
import { useWidth } from "@/lib/use-width";
import { actionsFor, type Row } from "../model";
import { useServerActions } from "../server-actions";
import { COLUMNS, layoutFor, ROW_HEIGHT } from "./layout";
import { ListHeader } from "./list-header";
import { movedIndex } from "./moved-index";
import { ServerRow } from "./server-row";

/** Rows drawn beyond the edges. */
const OVERSCAN = 8;

export interface ServerListProps {
  rows: readonly Row[];
  /** The server whose drawer is open. */
  openId: string | null;
}

/**
 * The list: a grid that holds the focus itself and names its active row, since a row that is
 * scrolled away does not exist. Tab goes on to the active row's buttons.
 */
export function ServerList({ rows, openId }: ServerListProps) {
  const { t } = useTranslation();
  const listId = useId();
  const actions = useServerActions();
  const gridRef = useRef<HTMLDivElement>(null);
  const layout = layoutFor(useWidth(gridRef));
  const [chosen, setChosen] = useState({ id: openId, index: 0 });
  // Where the active row is gone, the one that took its place is active.
  const found = rows.findIndex((row) => row.id === chosen.id);
  const activeIndex =
    found >= 0 || chosen.id === null ? found : Math.min(chosen.index, rows.length - 1);
  const active = rows[activeIndex];
  const headers = layout === "stacked" ? 0 : 1;

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => gridRef.current,
    estimateSize: () => ROW_HEIGHT[layout],
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN,
    scrollPaddingStart: headers * ROW_HEIGHT.wide,
  });

  const focusGrid = useCallback(() => gridRef.current?.focus(), []);
  const moveTo = (index: number) => {
    const row = rows[index];
    if (!row) return;
    setChosen({ id: row.id, index });
    virtual.scrollToIndex(index);
  };
  const moveBy = (key: string) => {
    const index = movedIndex(activeIndex, key, rows.length);
    if (index === null) return false;
    moveTo(index);
    return true;
  };
  const moveFromAfar = (key: string) => {
    // In the drawer the keys are not meant for the list behind it.
    if (document.activeElement?.closest("[role=dialog]")) return;
    focusGrid();
    moveBy(key);
  };
  useShortcut("move_down", () => moveFromAfar("j"));
  useShortcut("move_up", () => moveFromAfar("k"));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Keys of an open menu come up here through React's tree, though not through the page's.
    if (!(event.target instanceof Node && gridRef.current?.contains(event.target))) return;
    // Enter and space on a button of the row belong to the button.
    const onGrid = event.target === gridRef.current;
    if (moveBy(event.key)) {
      focusGrid();
    } else if (active && (onGrid || event.key !== "Enter")) {
      if (!act(active, event.key)) return;
    } else {
      return;
    }
    event.preventDefault();
  };

  const act = (row: Row, key: string): boolean => {
    const [first] = actionsFor(row);
    switch (key) {
      case "Enter":
        actions.open(row);
        return true;
      case "l":
        actions.open(row, "log");
        return true;
      case "s":
        if (first) actions.run(row, first);
        return true;
      case "r":
        if (actionsFor(row).includes("restart")) actions.run(row, "restart");
        return true;
      case "Delete":
        actions.remove(row);
        return true;
      default:
        return false;
    }
  };

  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element)) return;
    const index = indexAt(event.target, rows);
    const row = rows[index];
    if (!row) return;
    setChosen({ id: row.id, index });
    if (!event.target.closest("button, a, [role=menu], [role=menuitem]")) actions.open(row);
  };

  return (
    <div
      ref={gridRef}
      role="grid"
      tabIndex={0}
      aria-label={t("servers.list")}
      aria-rowcount={rows.length + headers}
      aria-colcount={COLUMNS[layout].length || undefined}
      aria-activedescendant={active ? `${listId}-${active.id}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !active) moveTo(0);
      }}
      className="group/grid outline-none max-h-full overflow-y-auto overflow-x-hidden rounded-card border border-border bg-raised"
    >
      <ListHeader layout={layout} />
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
              id={`${listId}-${row.id}`}
              data-row-id={row.id}
              data-testid={`server-row-${row.id}`}
              aria-rowindex={item.index + 1 + headers}
              aria-selected={row.id === openId}
              data-active={row === active || undefined}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              className={cx(
                "group absolute inset-x-0 top-0 border-border border-b hover:bg-hover",
                "data-active:group-focus-visible/grid:outline-2 data-active:group-focus-visible/grid:-outline-offset-2 data-active:group-focus-visible/grid:outline-focus",
                item.index === rows.length - 1 && "border-b-transparent",
                row.id === openId && "bg-selected hover:bg-selected",
              )}
            >
              <ServerRow
                row={row}
                layout={layout}
                active={row === active}
                onMenuClose={focusGrid}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function indexAt(element: Element, rows: readonly Row[]): number {
  const id = element.closest<HTMLElement>("[data-row-id]")?.dataset.rowId;
  return rows.findIndex((row) => row.id === id);
}

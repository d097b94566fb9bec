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
  const [activeId, setActiveId] = useState<string | null>(openId);
  const activeIndex = rows.findIndex((row) => row.id === activeId);
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
    setActiveId(row.id);
    virtual.scrollToIndex(index);
  };
  const moveBy = (key: string) => {
    const index = movedIndex(activeIndex, key, rows.length);
    if (index === null) return false;
    moveTo(index);
    return true;
  };
  useShortcut("move_down", () => {
    focusGrid();
    moveBy("j");
  });
  useShortcut("move_up", () => {
    focusGrid();
    moveBy("k");
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
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
    const row = rowAt(event.target, rows);
    if (!row) return;
    setActiveId(row.id);
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
        if (event.target === event.currentTarget && !active) setActiveId(rows[0]?.id ?? null);
      }}
      className="group/grid max-h-full overflow-y-auto overflow-x-hidden rounded-card border border-border bg-raised"
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
              data-active={row.id === activeId || undefined}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              className={cx(
                "group absolute inset-x-0 top-0 border-border border-b outline-none hover:bg-hover",
                "data-active:group-focus-visible/grid:outline-2 data-active:group-focus-visible/grid:-outline-offset-2 data-active:group-focus-visible/grid:outline-focus",
                item.index === rows.length - 1 && "border-b-transparent",
                row.id === openId && "bg-selected hover:bg-selected",
              )}
            >
              <ServerRow
                row={row}
                layout={layout}
                active={row.id === activeId}
                onMenuClose={focusGrid}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function rowAt(element: Element, rows: readonly Row[]): Row | undefined {
  const id = element.closest<HTMLElement>("[data-row-id]")?.dataset.rowId;
  return rows.find((row) => row.id === id);
}

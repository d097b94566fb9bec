import type { KeyboardEvent, RefObject } from "react";
import { openAbove } from "../go-to";
import { useKeyActions } from "../key-actions";
import { canTest } from "../kinds";
import type { Row } from "../model";

export interface ListKeysOptions {
  gridRef: RefObject<HTMLElement | null>;
  active: Row | undefined;
  /** Makes another row active; whether the key led anywhere. */
  moveBy: (key: string) => boolean;
  focusGrid: () => void;
}

/** Opens a row: a key's detail, or the form for a key that is missing. */
export function openRow(row: Row): void {
  openAbove(row.key ? "key" : "add", row.name);
}

/** What keys of the keyboard do in the list. */
export function useListKeys(options: ListKeysOptions): (event: KeyboardEvent) => void {
  const { gridRef, active, moveBy, focusGrid } = options;
  const actions = useKeyActions();

  const act = (row: Row, key: string): boolean => {
    if (key === "Enter") {
      openRow(row);
      return true;
    }
    if (!row.key) return false;
    switch (key) {
      case "t":
        if (canTest(row.key)) actions.test(row.key);
        return true;
      case "r":
        openAbove("rotate", row.name);
        return true;
      case "e":
        openAbove("edit", row.name);
        return true;
      case "Delete":
        openAbove("remove", row.name);
        return true;
      default:
        return false;
    }
  };

  const handle = (event: KeyboardEvent, onGrid: boolean): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    if (moveBy(event.key)) {
      focusGrid();
      return true;
    }
    // Enter on a button of the row belongs to the button.
    if (!active || (!onGrid && event.key === "Enter")) return false;
    return act(active, event.key);
  };

  return (event) => {
    // Keys of an open menu come up here through React's tree, though not through the page's.
    if (!(event.target instanceof Node && gridRef.current?.contains(event.target))) return;
    if (handle(event, event.target === gridRef.current)) event.preventDefault();
  };
}

import type { KeyboardEvent, RefObject } from "react";
import { actionsFor, type Row } from "../model";
import { useServerActions } from "../server-actions";
import type { Selection } from "./selection";

export interface ListKeysOptions {
  gridRef: RefObject<HTMLElement | null>;
  active: Row | undefined;
  selection: Selection;
  /** Makes another row active; the row, or `null` where the key leads nowhere. */
  moveBy: (key: string) => Row | null;
  focusGrid: () => void;
}

/** What keys do in the list. */
export function useListKeys(options: ListKeysOptions): (event: KeyboardEvent) => void {
  const { gridRef, active, selection, moveBy, focusGrid } = options;
  const actions = useServerActions();

  const act = (row: Row, key: string): boolean => {
    const [first] = actionsFor(row);
    switch (key) {
      case "Enter":
        actions.open(row);
        return true;
      case "x":
      case " ":
        selection.toggle(row.id);
        return true;
      case "e":
        actions.edit(row);
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

  const handle = (event: KeyboardEvent, onGrid: boolean): boolean => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey) {
      if (key.toLowerCase() !== "a" || event.altKey || event.shiftKey) return false;
      selection.all();
      return true;
    }
    if (event.altKey) return false;
    if (key === "Escape") {
      if (selection.rows.length === 0) return false;
      selection.clear();
      return true;
    }
    const plain = event.shiftKey ? key.replace(/^[JKX]$/, (letter) => letter.toLowerCase()) : key;
    if (event.shiftKey && plain === "x") {
      if (active) selection.extendTo(active.id);
      return true;
    }
    const from = active;
    const to = moveBy(plain);
    if (to) {
      if (event.shiftKey) {
        // The row that one comes from is the first of the chosen.
        if (from && !selection.has(from.id)) selection.toggle(from.id);
        selection.extendTo(to.id);
      }
      focusGrid();
      return true;
    }
    // Enter and space on a button of the row belong to the button.
    if (!active || (!onGrid && (key === "Enter" || key === " "))) return false;
    return act(active, plain);
  };

  return (event) => {
    // Keys of an open menu come up here through React's tree, though not through the page's.
    if (!(event.target instanceof Node && gridRef.current?.contains(event.target))) return;
    if (handle(event, event.target === gridRef.current)) event.preventDefault();
  };
}

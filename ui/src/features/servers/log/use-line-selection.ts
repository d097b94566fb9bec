/** Whole lines that are chosen: by their numbers, since only a few of them are drawn at a time. */
import { type KeyboardEvent, type MouseEvent, useState } from "react";
import type { LogReader } from "./log-reader";

/** From one line number to another, both included. */
export interface LineRange {
  from: number;
  to: number;
}

export interface LineSelection {
  range: LineRange | null;
  onClick: (event: MouseEvent<HTMLElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/** Whether a line is chosen. */
export function isSelected(range: LineRange | null, seq: number): boolean {
  return range !== null && seq >= range.from && seq <= range.to;
}

/**
 * A press on a line number chooses its line, with Shift all up to it; Ctrl A chooses everything,
 * Ctrl C copies what is chosen, Esc chooses nothing.
 */
export function useLineSelection(reader: LogReader, copy: () => void): LineSelection {
  const [ends, setEnds] = useState<{ anchor: number; head: number } | null>(null);
  const range = ends && {
    from: Math.min(ends.anchor, ends.head),
    to: Math.max(ends.anchor, ends.head),
  };

  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element)) return;
    const gutter = event.target.closest("[data-gutter]");
    const seq = Number(gutter?.getAttribute("data-gutter"));
    if (!gutter || !Number.isSafeInteger(seq)) return;
    const again = ends !== null && ends.anchor === seq && ends.head === seq;
    if (event.shiftKey && ends) setEnds({ anchor: ends.anchor, head: seq });
    else setEnds(again ? null : { anchor: seq, head: seq });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const mod = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    const key = event.key.toLowerCase();
    if (mod && key === "a") {
      const { lines } = reader;
      const first = lines.at(0);
      const last = lines.at(lines.length - 1);
      if (first && last) setEnds({ anchor: first.seq, head: last.seq });
    } else if (mod && key === "c" && range && window.getSelection()?.isCollapsed !== false) {
      copy();
    } else if (event.key === "Escape" && ends) {
      setEnds(null);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return { range, onClick, onKeyDown };
}

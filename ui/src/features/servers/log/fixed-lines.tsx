import { type RefObject, useCallback, useImperativeHandle, useSyncExternalStore } from "react";
import type { Lines } from "./log-buffer";
import { LogRow, type LogRowStyle } from "./log-row";
import { isSelected, type LineRange } from "./use-line-selection";

/** Height of a line that is not wrapped, pixels; the token `--log-line`. */
export const LINE_HEIGHT = 18;
/** Lines drawn beyond the edges. */
const OVERSCAN = 20;
/** While the end is followed, the scroll position says nothing new. */
const END = -1;

/** What the view asks of its lines. */
export interface LinesHandle {
  /** Brings a line into sight, by its index. */
  reveal: (index: number) => void;
}

export interface LinesProps {
  handle: RefObject<LinesHandle | null>;
  scroller: RefObject<HTMLDivElement | null>;
  lines: Lines;
  following: boolean;
  look: LogRowStyle;
  /** The number of the line with the match that is looked at. */
  currentSeq: number | null;
  selection: LineRange | null;
}

/**
 * Lines of one height. Which are in sight is arithmetic, so a flood costs what is drawn and
 * nothing for what is not.
 */
export function FixedLines(props: LinesProps) {
  const { handle, scroller, lines, following, look, currentSeq, selection } = props;
  const subscribe = useCallback(
    (changed: () => void) => {
      const element = scroller.current;
      if (!element) return () => {};
      const observer = new ResizeObserver(changed);
      observer.observe(element);
      element.addEventListener("scroll", changed, { passive: true });
      return () => {
        observer.disconnect();
        element.removeEventListener("scroll", changed);
      };
    },
    [scroller],
  );
  const first = useSyncExternalStore(subscribe, () =>
    following ? END : Math.floor((scroller.current?.scrollTop ?? 0) / LINE_HEIGHT),
  );
  const inSight = useSyncExternalStore(subscribe, () =>
    Math.ceil((scroller.current?.clientHeight ?? 0) / LINE_HEIGHT),
  );

  useImperativeHandle(
    handle,
    () => ({
      reveal: (index) => {
        const element = scroller.current;
        if (element) element.scrollTop = index * LINE_HEIGHT - element.clientHeight / 2;
      },
    }),
    [scroller],
  );

  const top = first === END ? lines.length - inSight : first;
  const from = Math.max(0, top - OVERSCAN);
  const to = Math.min(lines.length, top + inSight + OVERSCAN);
  const rows = [];
  for (let index = from; index < to; index += 1) {
    const line = lines.at(index);
    if (!line) continue;
    rows.push(
      <LogRow
        // A flood reuses the rows; a still picture keeps them, so that text can be selected.
        key={following ? index - from : line.seq}
        index={index}
        start={index * LINE_HEIGHT}
        line={line}
        look={look}
        current={line.seq === currentSeq}
        selected={isSelected(selection, line.seq)}
      />,
    );
  }
  return (
    <div className="relative w-full" style={{ height: lines.length * LINE_HEIGHT }}>
      {rows}
    </div>
  );
}

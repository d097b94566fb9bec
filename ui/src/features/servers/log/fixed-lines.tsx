import { type RefObject, useCallback, useImperativeHandle, useSyncExternalStore } from "react";
import type { Lines } from "./log-buffer";
import { LogGutter, type LogRowStyle, LogText } from "./log-row";
import { isSelected, type LineRange } from "./use-line-selection";

/** Height of a line that is not wrapped, pixels; the token `--log-line`. */
export const LINE_HEIGHT = 18;
/** Lines drawn beyond the edges; at the end that is followed, nobody scrolls. */
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
  const from = Math.max(0, first === END ? top : top - OVERSCAN);
  const to = Math.min(lines.length, top + inSight + OVERSCAN);
  const gutters = [];
  const texts = [];
  for (let index = from; index < to; index += 1) {
    const line = lines.at(index);
    if (!line) continue;
    // A flood reuses the rows; a still picture keeps them, so that text can be selected.
    const key = following ? index - from : line.seq;
    const part = { line, look, selected: isSelected(selection, line.seq) };
    gutters.push(<LogGutter key={key} {...part} />);
    texts.push(<LogText key={key} {...part} current={line.seq === currentSeq} />);
  }
  // One gutter that sticks, not one a line: each would be a layer of its own to the compositor.
  return (
    <div
      className="flex w-max min-w-full items-start"
      style={{ height: lines.length * LINE_HEIGHT, paddingTop: from * LINE_HEIGHT }}
    >
      <div className="sticky left-0 bg-sunken">{gutters}</div>
      <div className="flex-1">{texts}</div>
    </div>
  );
}

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { type RefObject, useImperativeHandle, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { LogRow } from "./log-row";
import { firstAfter } from "./log-search";
import type { LogViewState } from "./use-log-view";

/** Height of a line that is not wrapped, pixels; the token `--log-line`. */
const LINE_HEIGHT = 18;
/** Lines drawn beyond the edges. */
const OVERSCAN = 20;
/** As near to the end, pixels, one is at the end. */
const AT_END = 4;

/** What the toolbar asks of the lines. */
export interface LogHandle {
  /** Brings a line into sight. */
  reveal: (seq: number) => void;
}

export interface LogLinesProps {
  handle: RefObject<LogHandle | null>;
  view: LogViewState;
  wrap: boolean;
  label: string;
}

/** The lines, of which only those in sight exist. */
export function LogLines({ handle, view, wrap, label }: LogLinesProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const { lines, following, waiting, matches, current } = view;
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => lines.at(index)?.seq ?? index,
    overscan: OVERSCAN,
  });

  useImperativeHandle(
    handle,
    () => ({
      reveal: (seq) => {
        // The picture is taken with the step; its lines are those of the buffer now.
        const index = firstAfter(view.lines, seq - 1);
        requestAnimationFrame(() => virtual.scrollToIndex(index, { align: "center" }));
      },
    }),
    [view.lines, virtual],
  );

  const total = virtual.getTotalSize();
  const last = lines.at(lines.length - 1)?.seq;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with its height and last line
  useLayoutEffect(() => {
    const element = scroller.current;
    if (following && element) element.scrollTop = element.scrollHeight;
  }, [following, total, last, wrap]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (!following && below <= AT_END) view.follow();
  };
  // Only a person lets go; lines that arrive scroll too.
  const onUp = () => {
    const element = scroller.current;
    if (following && element && element.scrollHeight > element.clientHeight) view.letGo();
  };

  const gutter = `${Math.max(3, String(last ?? 0).length)}ch`;
  const matching = new Set(matches);
  const currentSeq = matches[current];
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={label}
        data-following={following}
        onScroll={onScroll}
        onWheel={(event) => event.deltaY < 0 && onUp()}
        onPointerDown={(event) => {
          // The scroll bar lies beyond the content's width.
          if (event.nativeEvent.offsetX > event.currentTarget.clientWidth) onUp();
        }}
        onKeyDown={(event) => {
          if (["ArrowUp", "PageUp", "Home", "k"].includes(event.key)) onUp();
        }}
        onTouchMove={onUp}
        className="h-full select-text overflow-auto bg-sunken py-1 font-mono text-small outline-none focus-visible:outline-2 focus-visible:-outline-offset-2"
      >
        <div className="relative w-full" style={{ height: total }}>
          {virtual.getVirtualItems().map((item) => {
            const line = lines.at(item.index);
            if (!line) return null;
            return (
              <LogRow
                key={item.key}
                measure={wrap ? virtual.measureElement : undefined}
                index={item.index}
                start={item.start}
                line={line}
                wrap={wrap}
                gutter={gutter}
                query={matching.has(line.seq) ? view.query.trim() : ""}
                current={line.seq === currentSeq}
              />
            );
          })}
        </div>
      </div>
      {!following && (
        <Button
          size="small"
          data-testid="log-jump"
          className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full shadow-overlay"
          onClick={view.follow}
        >
          <ArrowDown aria-hidden size={13} />
          {waiting > 0 ? t("log.waiting", { count: waiting }) : t("log.jump")}
        </Button>
      )}
    </div>
  );
}

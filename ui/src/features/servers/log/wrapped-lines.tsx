import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useImperativeHandle, useLayoutEffect } from "react";
import { LINE_HEIGHT, type LinesProps } from "./fixed-lines";
import { LogRow } from "./log-row";

/** Lines drawn beyond the edges. */
const OVERSCAN = 20;

/** Lines that are as high as their text needs; each is measured once it is drawn. */
export function WrappedLines({ handle, scroller, lines, following, look, currentSeq }: LinesProps) {
  const oldest = lines.at(0)?.seq ?? 0;
  // Heights belong to lines, not to places: the key is new when the oldest line has left.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the oldest line says that places moved
  const getItemKey = useCallback((index: number) => lines.at(index)?.seq ?? index, [lines, oldest]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey,
    overscan: OVERSCAN,
  });
  const total = virtual.getTotalSize();
  useLayoutEffect(() => {
    const element = scroller.current;
    if (following && element) element.scrollTop = total;
  }, [following, scroller, total]);

  useImperativeHandle(
    handle,
    () => ({ reveal: (index) => virtual.scrollToIndex(index, { align: "center" }) }),
    [virtual],
  );

  return (
    <div className="relative w-full" style={{ height: total }}>
      {virtual.getVirtualItems().map((item) => {
        const line = lines.at(item.index);
        if (!line) return null;
        return (
          <LogRow
            key={item.key}
            ref={virtual.measureElement}
            index={item.index}
            start={item.start}
            line={line}
            look={look}
            current={line.seq === currentSeq}
          />
        );
      })}
    </div>
  );
}

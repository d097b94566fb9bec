import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useImperativeHandle, useLayoutEffect, useRef } from "react";
import { LINE_HEIGHT, type LinesProps } from "./fixed-lines";
import { LogRow } from "./log-row";
import { isSelected } from "./use-line-selection";

/** Lines drawn beyond the edges. */
const OVERSCAN = 20;
/** Lines drawn at the end while it is followed: more than any window shows. */
const AT_END = 120;

/** Lines that are as high as their text needs. */
export function WrappedLines(props: LinesProps) {
  return props.following ? <EndOfLines {...props} /> : <MeasuredLines {...props} />;
}

/**
 * The end of a log that grows: its last lines in the flow of the page, and room for the others.
 * Measuring a hundred thousand lines anew in each frame would cost more than drawing these.
 */
function EndOfLines({ handle, scroller, lines, look, currentSeq, selection }: LinesProps) {
  const from = Math.max(0, lines.length - AT_END);
  const last = lines.at(lines.length - 1)?.seq;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with the last line
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [scroller, last]);
  // Who reveals a line has let go of the end before.
  useImperativeHandle(handle, () => ({ reveal: () => {} }), []);

  const rows = [];
  for (let index = from; index < lines.length; index += 1) {
    const line = lines.at(index);
    if (!line) continue;
    rows.push(
      <LogRow
        key={index - from}
        index={index}
        start={null}
        line={line}
        look={look}
        current={line.seq === currentSeq}
        selected={isSelected(selection, line.seq)}
      />,
    );
  }
  return (
    <>
      <div style={{ height: from * LINE_HEIGHT }} />
      {rows}
    </>
  );
}

/** A still picture of a log; each line is measured once it is drawn. */
function MeasuredLines({ handle, scroller, lines, look, currentSeq, selection }: LinesProps) {
  const getItemKey = useCallback((index: number) => lines.at(index)?.seq ?? index, [lines]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey,
    overscan: OVERSCAN,
  });
  const virtualRef = useRef(virtual);
  virtualRef.current = virtual;

  // One lets go at the end, and there one stays.
  useLayoutEffect(() => {
    const { options, scrollToIndex } = virtualRef.current;
    if (options.count > 0) scrollToIndex(options.count - 1, { align: "end" });
  }, []);

  useImperativeHandle(
    handle,
    () => ({ reveal: (index) => virtualRef.current.scrollToIndex(index, { align: "center" }) }),
    [],
  );

  return (
    <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
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
            selected={isSelected(selection, line.seq)}
          />
        );
      })}
    </div>
  );
}

import { memo, type Ref } from "react";
import type { LogLine, LogStream } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { formatTimeOfDay } from "@/lib/format";
import { cutAt } from "./log-search";

/** The colour of a stream, in the gutter only. */
const STREAMS: Record<LogStream, string> = {
  stderr: "bg-border",
  stdout: "bg-warn",
  console: "bg-accent",
  protocol: "bg-progress",
};

/** What all rows of a log share; the rows themselves ask nobody, since there are many a second. */
export interface LogRowStyle {
  locale: string;
  /** The names of the streams. */
  streams: Record<LogStream, string>;
  /** Width of the line numbers. */
  gutter: string;
  wrap: boolean;
  /** Marked where it occurs. */
  query: string;
}

export interface LogRowProps {
  line: LogLine;
  /** Its place in the list. */
  index: number;
  /** Distance from the top, pixels. */
  start: number;
  look: LogRowStyle;
  /** The match that is looked at. */
  current: boolean;
  ref?: Ref<HTMLDivElement>;
}

/** One line of a log. */
export const LogRow = memo(function LogRow({
  line,
  index,
  start,
  look,
  current,
  ref,
}: LogRowProps) {
  const { wrap } = look;
  const stream = look.streams[line.stream];
  return (
    <div
      ref={ref}
      data-index={index}
      style={{ transform: `translateY(${start}px)` }}
      className={cx("absolute top-0 left-0 flex min-w-full leading-(--log-line)", wrap && "w-full")}
    >
      <span
        title={`${stream} · ${formatTimeOfDay(line.at, look.locale)}`}
        className="sticky left-0 flex shrink-0 select-none bg-sunken px-3 text-muted"
      >
        <span aria-hidden className={cx("mr-2 w-0.75 self-stretch", STREAMS[line.stream])} />
        <span className="sr-only">{stream}</span>
        <span className="text-right" style={{ width: look.gutter }}>
          {line.seq}
        </span>
      </span>
      <span
        className={cx(
          "pr-4",
          wrap ? "min-w-0 flex-1 whitespace-pre-wrap break-all" : "whitespace-pre",
        )}
      >
        {line.text === "" ? "\u00a0" : marked(line.text, look.query, current)}
      </span>
    </div>
  );
});

function marked(text: string, query: string, current: boolean) {
  const pieces = cutAt(text, query);
  if (pieces.length === 1) return text;
  return pieces.map((piece, i) =>
    i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
      <mark key={i} className={cx("text-on-mark", current ? "bg-mark-current" : "bg-mark")}>
        {piece}
      </mark>
    ) : (
      piece
    ),
  );
}

import { memo, type Ref } from "react";
import type { LogStream } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { formatTimeOfDay } from "@/lib/format";
import type { LogLevel } from "./level";
import type { LogEntry } from "./log-buffer";
import { cutAt } from "./log-scan";

/** The colour of a level, in the gutter only; its letter says it too. */
const LEVELS: Record<LogLevel, { text: string; bar: string }> = {
  error: { text: "text-danger", bar: "bg-danger" },
  warn: { text: "text-warn", bar: "bg-warn" },
  info: { text: "text-progress", bar: "bg-progress" },
  debug: { text: "text-muted", bar: "bg-control" },
};

/** What all rows of a log share; the rows themselves ask nobody, since there are many a second. */
export interface LogRowStyle {
  locale: string;
  /** The names of the streams. */
  streams: Record<LogStream, string>;
  /** The names of the levels, and the letter that stands for each. */
  levels: Record<LogLevel, { name: string; letter: string }>;
  /** Says how many lines are missing. */
  skipped: (count: number) => string;
  /** Width of the line numbers. */
  gutter: string;
  wrap: boolean;
  /** Marked where it occurs. */
  query: string;
}

export interface LogRowProps {
  line: LogEntry;
  /** Its place in the list. */
  index: number;
  /** Distance from the top, pixels; `null` where it stands in the flow. */
  start: number | null;
  look: LogRowStyle;
  /** The match that is looked at. */
  current: boolean;
  selected: boolean;
  ref?: Ref<HTMLDivElement>;
}

/** One line of a log, or the place where some are missing. */
export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { line, index, start, look, current, selected, ref } = props;
  const place = start === null ? undefined : { transform: `translateY(${start}px)` };
  const frame = cx(
    "flex min-w-full leading-(--log-line)",
    start !== null && "absolute top-0 left-0",
    look.wrap && "w-full",
    selected && "bg-selected",
  );
  if (line.skipped > 0) {
    return (
      <div ref={ref} data-index={index} style={place} className={frame}>
        <span className="sticky left-0 px-3 text-muted italic">{look.skipped(line.skipped)}</span>
      </div>
    );
  }
  const level = line.level && LEVELS[line.level];
  const words = line.level && look.levels[line.level];
  const stream = look.streams[line.stream];
  const time = formatTimeOfDay(line.at, look.locale);
  return (
    <div ref={ref} data-index={index} style={place} className={frame}>
      <span
        data-gutter={line.seq}
        title={[words?.name, stream, time].filter(Boolean).join(" · ")}
        className={cx(
          "sticky left-0 flex shrink-0 cursor-pointer select-none gap-2 pr-3 text-muted",
          selected ? "bg-selected" : "bg-sunken",
        )}
      >
        <span
          aria-hidden
          className={cx("w-0.75 self-stretch", level ? level.bar : "bg-transparent")}
        />
        <span aria-hidden className={cx("w-[1ch] font-semibold", level?.text)}>
          {words?.letter}
        </span>
        {words && <span className="sr-only">{words.name}</span>}
        <span className="text-right" style={{ width: look.gutter }}>
          {line.seq}
        </span>
        <span className="max-sm:hidden">{time}</span>
        <span className="w-[8ch] truncate max-sm:hidden">{stream}</span>
      </span>
      <span
        dir="ltr"
        className={cx(
          "pr-4 [tab-size:4] [unicode-bidi:isolate]",
          look.wrap ? "min-w-0 flex-1 whitespace-pre-wrap break-all" : "whitespace-pre",
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

import { memo, type Ref } from "react";
import type { LogStream } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { formatTimeOfDay } from "@/lib/format";
import type { LogLevel } from "./level";
import type { LogEntry } from "./log-buffer";
import { cutAt } from "./log-scan";

/** The colour of a level, in the gutter only; its letter says it too. */
const LEVELS: Record<LogLevel, { text: string; bar: string }> = {
  error: { text: "text-danger", bar: "border-danger" },
  warn: { text: "text-warn", bar: "border-warn" },
  info: { text: "text-progress", bar: "border-progress" },
  debug: { text: "text-muted", bar: "border-control" },
};

/** Width of the longest name of a stream. */
const STREAM_CHARS = 9;

/** What all rows of a log share; the rows themselves ask nobody, since there are many a second. */
export interface LogRowStyle {
  locale: string;
  /** The names of the streams. */
  streams: Record<LogStream, string>;
  /** The names of the levels, and the letter that stands for each. */
  levels: Record<LogLevel, { name: string; letter: string }>;
  /** Says how many lines are missing. */
  skipped: (count: number) => string;
  /** Width of the line numbers, characters. */
  digits: number;
  wrap: boolean;
  /** Marked where it occurs. */
  query: string;
}

export interface LogPartProps {
  line: LogEntry;
  look: LogRowStyle;
  selected: boolean;
}

export interface LogTextProps extends LogPartProps {
  /** The match that is looked at. */
  current: boolean;
}

export interface LogRowProps extends LogTextProps {
  /** Its place in the list. */
  index: number;
  /** Distance from the top, pixels; `null` where it stands in the flow. */
  start: number | null;
  ref?: Ref<HTMLDivElement>;
}

/** What stands before a line: its level, its number, when it came and from where. */
export const LogGutter = memo(function LogGutter({ line, look, selected }: LogPartProps) {
  const level = line.level && LEVELS[line.level];
  const words = line.level && look.levels[line.level];
  const stream = look.streams[line.stream];
  const frame = cx(
    "h-log-line shrink-0 select-none whitespace-pre border-l-3 pr-3 pl-2 text-muted",
    level ? level.bar : "border-transparent",
    selected && "bg-selected",
  );
  if (line.skipped > 0) return <div aria-hidden className={frame} />;
  const time = formatTimeOfDay(line.at, look.locale);
  return (
    <div
      data-gutter={line.seq}
      title={words ? `${words.name} · ${stream} · ${time}` : `${stream} · ${time}`}
      className={cx(frame, "cursor-pointer")}
    >
      {words && level && (
        <>
          <span aria-hidden className={cx("font-semibold", level.text)}>
            {words.letter}
          </span>
          <span className="sr-only">{words.name}</span>
        </>
      )}
      {String(line.seq).padStart(look.digits + (words ? 1 : 2))}
      <span className="max-sm:hidden">{` ${time} ${stream.padEnd(STREAM_CHARS)}`}</span>
    </div>
  );
});

/** What a line says, or how many lines are missing in its place. */
export const LogText = memo(function LogText({ line, look, selected, current }: LogTextProps) {
  return (
    <div
      dir="ltr"
      className={cx(
        "min-h-log-line pr-4 [tab-size:4] [unicode-bidi:isolate]",
        look.wrap ? "min-w-0 flex-1 whitespace-pre-wrap wrap-anywhere" : "whitespace-pre",
        selected && "bg-selected",
        line.skipped > 0 && "text-muted italic",
      )}
    >
      {line.skipped > 0 ? look.skipped(line.skipped) : marked(line.text, look.query, current)}
    </div>
  );
});

/** One line of a log whose lines are wrapped. */
export function LogRow({ index, start, ref, current, ...part }: LogRowProps) {
  return (
    <div
      ref={ref}
      data-index={index}
      style={start === null ? undefined : { transform: `translateY(${start}px)` }}
      className={cx("flex w-full", start !== null && "absolute top-0 left-0")}
    >
      <LogGutter {...part} />
      <LogText {...part} current={current} />
    </div>
  );
}

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

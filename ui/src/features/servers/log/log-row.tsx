import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useLocale } from "@/i18n/use-locale";
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

export interface LogRowProps {
  line: LogLine;
  index: number;
  /** Distance from the top, pixels. */
  start: number;
  wrap: boolean;
  /** Width of the line numbers. */
  gutter: string;
  /** Marked where it occurs. */
  query: string;
  /** The match that is looked at. */
  current: boolean;
  measure: ((element: HTMLElement | null) => void) | undefined;
}

/** One line of a log. */
export const LogRow = memo(function LogRow({
  line,
  index,
  start,
  wrap,
  gutter,
  query,
  current,
  measure,
}: LogRowProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <div
      ref={measure}
      data-index={index}
      style={{ transform: `translateY(${start}px)` }}
      className={cx("absolute top-0 left-0 flex min-w-full leading-(--log-line)", wrap && "w-full")}
    >
      <span
        title={`${t(`log.streams.${line.stream}`)} · ${formatTimeOfDay(line.at, locale)}`}
        className="sticky left-0 flex shrink-0 select-none bg-sunken pr-3 pl-3 text-muted"
      >
        <span aria-hidden className={cx("mr-2 w-0.75 self-stretch", STREAMS[line.stream])} />
        <span className="sr-only">{t(`log.streams.${line.stream}`)}</span>
        <span className="text-right" style={{ width: gutter }}>
          {line.seq}
        </span>
      </span>
      <span
        className={cx(
          "pr-4",
          wrap ? "min-w-0 flex-1 whitespace-pre-wrap break-all" : "whitespace-pre",
        )}
      >
        {query === ""
          ? line.text === ""
            ? "\u00a0"
            : line.text
          : marked(line.text, query, current)}
      </span>
    </div>
  );
});

function marked(text: string, query: string, current: boolean) {
  return cutAt(text, query).map((piece, i) =>
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

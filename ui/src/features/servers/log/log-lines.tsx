import { ArrowDown, Play } from "lucide-react";
import { type RefObject, useLayoutEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { useLocale } from "@/i18n/use-locale";
import { FixedLines, type LinesHandle } from "./fixed-lines";
import type { LogReader } from "./log-reader";
import type { LogRowStyle } from "./log-row";
import type { LineSelection } from "./use-line-selection";
import { useReading } from "./use-reading";
import { WrappedLines } from "./wrapped-lines";

/** As near to the end, pixels, one is at the end. */
const AT_END = 4;
/** Keys that lead away from the end. */
const UP: ReadonlySet<string> = new Set(["ArrowUp", "PageUp", "Home"]);
/** Width of a line number, characters, so that it does not grow with the first lines. */
const MIN_DIGITS = 5;

export interface LogLinesProps {
  handle: RefObject<LinesHandle | null>;
  reader: LogReader;
  selection: LineSelection;
  wrap: boolean;
  label: string;
}

/** The lines, of which only those in sight exist, and the way back to the end. */
export function LogLines({ handle, reader, selection, wrap, label }: LogLinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  useReading(reader, (one) => one.shown);
  const { lines, mode } = reader;
  const following = mode === "following";
  const last = lines.at(lines.length - 1)?.seq ?? 0;
  const look = useRowStyle(Math.max(MIN_DIGITS, String(last).length), wrap, reader.query);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with the last line
  useLayoutEffect(() => {
    const element = scroller.current;
    if (following && element) element.scrollTop = element.scrollHeight;
  }, [following, last, wrap]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element || reader.mode !== "reading") return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (below <= AT_END) reader.follow();
  };
  // Only a person lets go; lines that arrive scroll too.
  const letGo = () => {
    const element = scroller.current;
    if (following && element && element.scrollHeight > element.clientHeight) {
      reader.holdStill("reading");
    }
  };

  const Body = wrap ? WrappedLines : FixedLines;
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        data-following={following}
        onScroll={onScroll}
        onWheel={(event) => event.deltaY < 0 && letGo()}
        onPointerDown={(event) => {
          // The scroll bar lies beyond the content's width.
          if (event.nativeEvent.offsetX > event.currentTarget.clientWidth) letGo();
        }}
        onClick={selection.onClick}
        onKeyDown={(event) => {
          if (UP.has(event.key)) letGo();
          selection.onKeyDown(event);
        }}
        onTouchMove={letGo}
        className="peer h-full select-text overflow-auto bg-sunken font-mono text-small leading-(--log-line) outline-none"
      >
        <Body
          handle={handle}
          scroller={scroller}
          lines={lines}
          following={following}
          look={look}
          currentSeq={reader.currentSeq}
          selection={selection.range}
        />
      </div>
      {/* Above the gutter, which would hide a part of the scroller's own outline. */}
      <div
        aria-hidden
        className="-outline-offset-2 pointer-events-none absolute inset-0 hidden outline-2 outline-focus peer-focus-visible:block"
      />
      {!following && <BackToEnd reader={reader} />}
    </div>
  );
}

function BackToEnd({ reader }: { reader: LogReader }) {
  const { t } = useTranslation();
  const waiting = useReading(reader, (one) => one.waiting);
  const mode = useReading(reader, (one) => one.mode);
  const Icon = mode === "paused" ? Play : ArrowDown;
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
      <Button
        size="small"
        data-testid="log-jump"
        className="pointer-events-auto shadow-overlay"
        onClick={() => reader.follow()}
      >
        <Icon aria-hidden size={13} />
        {waiting > 0
          ? t("log.waiting", { count: waiting })
          : t(mode === "paused" ? "log.resume" : "log.jump")}
      </Button>
    </div>
  );
}

/** What all rows share; it changes seldom, so that rows that did not change are not drawn again. */
function useRowStyle(digits: number, wrap: boolean, query: string): LogRowStyle {
  const { t } = useTranslation();
  const locale = useLocale();
  return useMemo<LogRowStyle>(
    () => ({
      locale,
      digits,
      wrap,
      query,
      streams: {
        stderr: t("log.streams.stderr"),
        stdout: t("log.streams.stdout"),
        console: t("log.streams.console"),
        protocol: t("log.streams.protocol"),
      },
      levels: {
        error: { name: t("log.levels.error"), letter: t("log.letters.error") },
        warn: { name: t("log.levels.warn"), letter: t("log.letters.warn") },
        info: { name: t("log.levels.info"), letter: t("log.letters.info") },
        debug: { name: t("log.levels.debug"), letter: t("log.letters.debug") },
      },
      skipped: (count) => t("log.skipped", { count }),
    }),
    [locale, digits, wrap, query, t],
  );
}

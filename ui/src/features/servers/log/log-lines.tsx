import { ArrowDown } from "lucide-react";
import { type RefObject, useLayoutEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { useLocale } from "@/i18n/use-locale";
import { FixedLines, type LinesHandle } from "./fixed-lines";
import type { LogRowStyle } from "./log-row";
import type { LogViewState } from "./use-log-view";
import { WrappedLines } from "./wrapped-lines";

/** As near to the end, pixels, one is at the end. */
const AT_END = 4;
/** Keys that lead away from the end. */
const UP: ReadonlySet<string> = new Set(["ArrowUp", "PageUp", "Home"]);

export interface LogLinesProps {
  handle: RefObject<LinesHandle | null>;
  view: LogViewState;
  wrap: boolean;
  label: string;
}

/** The lines, of which only those in sight exist, and the way back to the end. */
export function LogLines({ handle, view, wrap, label }: LogLinesProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const scroller = useRef<HTMLDivElement>(null);
  const { lines, following, waiting } = view;
  const last = lines.at(lines.length - 1)?.seq ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with the last line
  useLayoutEffect(() => {
    const element = scroller.current;
    if (following && element) element.scrollTop = element.scrollHeight;
  }, [following, last, wrap]);

  const gutter = `${Math.max(3, String(last).length)}ch`;
  const query = view.query.trim();
  const look = useMemo<LogRowStyle>(
    () => ({
      locale,
      gutter,
      wrap,
      query,
      streams: {
        stderr: t("log.streams.stderr"),
        stdout: t("log.streams.stdout"),
        console: t("log.streams.console"),
        protocol: t("log.streams.protocol"),
      },
    }),
    [locale, gutter, wrap, query, t],
  );

  const onScroll = () => {
    const element = scroller.current;
    if (!element || following) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (below <= AT_END) view.follow();
  };
  // Only a person lets go; lines that arrive scroll too.
  const letGo = () => {
    const element = scroller.current;
    if (following && element && element.scrollHeight > element.clientHeight) view.letGo();
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
        onKeyDown={(event) => UP.has(event.key) && letGo()}
        onTouchMove={letGo}
        className="h-full select-text overflow-auto bg-sunken font-mono text-small focus-visible:-outline-offset-2"
      >
        <Body
          handle={handle}
          scroller={scroller}
          lines={lines}
          following={following}
          look={look}
          currentSeq={view.matches[view.current]}
        />
      </div>
      {!following && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            size="small"
            data-testid="log-jump"
            className="pointer-events-auto shadow-overlay"
            onClick={view.follow}
          >
            <ArrowDown aria-hidden size={13} />
            {waiting > 0 ? t("log.waiting", { count: waiting }) : t("log.jump")}
          </Button>
        </div>
      )}
    </div>
  );
}

import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocale } from "@/i18n/use-locale";
import type { ServerState } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { formatDateTime, formatDuration, formatPercent } from "@/lib/format";
import { axisTimes } from "./axis";
import { drawable, type Period, type Segment, type Span, upShare } from "./segments";

/** Parts of the width below which stretches are drawn together. */
const LEAST_PART = 1 / 240;

/** A colour and a height for each state, so that colour alone says nothing. */
const LOOKS: Record<ServerState, string> = {
  up: "h-full bg-up",
  degraded: "h-3/4 bg-warn",
  starting: "h-1/2 bg-progress",
  stopping: "h-1/2 bg-progress",
  backoff: "h-1/2 bg-warn",
  failed: "h-full bg-danger",
  stopped: "h-1/4 bg-control",
};

export interface TimelineBarProps {
  segments: readonly Segment[];
  period: Period;
  span: Span;
}

/**
 * The states of a stretch of time, from left to right. The arrows walk through them; below stands
 * what the one under the pointer or the keyboard was, else how long the server was up.
 */
export function TimelineBar({ segments, period, span }: TimelineBarProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const [moment, setMoment] = useState<number | null>(null);
  const length = period.to - period.from;
  const drawn = drawable(segments, length * LEAST_PART);
  const looked = moment === null ? -1 : drawn.findIndex(({ to }) => moment < to);
  const active = drawn[looked];
  const share = upShare(segments);

  const describe = ({ state, from, to, problem }: Segment) =>
    [
      state === null ? t("detail.not_recorded") : t(`states.${state}`),
      t("detail.from_to", {
        from: formatDateTime(new Date(from).toISOString(), locale),
        to: formatDateTime(new Date(to).toISOString(), locale),
      }),
      formatDuration(to - from, locale),
      problem?.message,
    ]
      .filter(Boolean)
      .join(" · ");
  const summary =
    share === null
      ? t("detail.not_recorded")
      : t("detail.up_share", { share: formatPercent(share * 100, locale) });

  const look = (index: number) => {
    const segment = drawn[Math.max(0, Math.min(drawn.length - 1, index))];
    if (segment) setMoment((segment.from + segment.to) / 2);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = looked < 0 ? drawn.length - 1 : looked;
    if (event.key === "ArrowLeft" || event.key === "ArrowDown") look(at - 1);
    else if (event.key === "ArrowRight" || event.key === "ArrowUp") look(at + 1);
    else if (event.key === "Home") look(0);
    else if (event.key === "End") look(drawn.length - 1);
    else return;
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    if (width > 0) setMoment(period.from + ((event.clientX - left) / width) * length);
  };

  return (
    <div>
      <div
        role="slider"
        tabIndex={0}
        aria-label={t("detail.timeline_label")}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, drawn.length)}
        aria-valuenow={looked < 0 ? Math.max(1, drawn.length) : looked + 1}
        aria-valuetext={active ? describe(active) : summary}
        data-testid="timeline"
        onFocus={() => look(looked < 0 ? drawn.length - 1 : looked)}
        onBlur={() => setMoment(null)}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setMoment(null)}
        className="relative h-7 overflow-hidden rounded-control border border-border bg-sunken"
      >
        {drawn.map((segment) => (
          <span
            key={segment.from}
            data-state={segment.state ?? "unknown"}
            style={{
              left: `${((segment.from - period.from) / length) * 100}%`,
              width: `${((segment.to - segment.from) / length) * 100}%`,
            }}
            className={cx(
              "absolute inset-y-0 flex min-w-0.5 items-end",
              segment === active && "bg-selected",
            )}
          >
            {segment.state && <span className={cx("w-full", LOOKS[segment.state])} />}
          </span>
        ))}
      </div>
      <div aria-hidden className="mt-1 flex justify-between text-muted text-small tabular-nums">
        {axisTimes(period, span, locale).map((text, i, all) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place on the axis
          <span key={i}>{i === all.length - 1 ? t("detail.now") : text}</span>
        ))}
      </div>
      <p
        data-testid="timeline-caption"
        title={active && describe(active)}
        className="mt-1 mb-2 truncate text-muted text-small tabular-nums"
      >
        {active ? describe(active) : summary}
      </p>
    </div>
  );
}

import { useTranslation } from "react-i18next";
import { useLocale } from "@/i18n/use-locale";
import { formatLatency } from "@/lib/format";

/** A bar and its gap, and the height of the tallest, in the drawing's own units. */
const STEP = 5;
const BAR = 3;
const HEIGHT = 24;
/** A check that took no time is still a check. */
const LEAST = 1.5;

/** The last health checks, oldest first: how long each took; a failed one is a full red bar. */
export function LatencyBars({ samples }: { samples: readonly (number | null)[] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const times = samples.filter((one) => one !== null);
  const most = Math.max(...times, 0);
  const failed = samples.length - times.length;
  const said = [
    times.length > 0 &&
      t("detail.latency_range", {
        least: formatLatency(Math.min(...times), locale),
        most: formatLatency(most, locale),
      }),
    failed > 0 && t("detail.latency_failed", { count: failed }),
  ].filter(Boolean);
  const label = t("detail.latency_last", { count: samples.length, said: said.join(", ") });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${samples.length * STEP} ${HEIGHT}`}
      className="h-6 max-w-full"
      data-testid="latency-bars"
    >
      <title>{label}</title>
      {samples.map((ms, i) => {
        const height = ms === null ? HEIGHT : Math.max(LEAST, most > 0 ? (ms / most) * HEIGHT : 0);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a check has no name but its place
            key={i}
            x={i * STEP}
            y={HEIGHT - height}
            width={BAR}
            height={height}
            className={ms === null ? "fill-danger" : "fill-progress"}
          />
        );
      })}
    </svg>
  );
}

import { useTranslation } from "react-i18next";
import { Sparkline } from "@/components/sparkline";
import { Tooltip } from "@/components/tooltip";
import { useLocale } from "@/i18n/use-locale";
import { formatCount, formatFigure, formatLatency } from "@/lib/format";
import type { Row } from "../model";

/** How long health took to answer: the last time in figures, the times before as a line. */
export function LatencyCell({ row }: { row: Row }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { recent_ms, latency_ms } = row.health;
  const answered = recent_ms.filter((value) => value !== null);
  const failed = recent_ms.length - answered.length;
  const checks = t("servers.latency.checks", { count: recent_ms.length });
  const range =
    answered.length > 0
      ? t("servers.latency.range", {
          min: formatLatency(Math.min(...answered), locale),
          max: formatLatency(Math.max(...answered), locale),
        })
      : null;
  const misses = failed > 0 ? t("servers.latency.failed", { count: failed }) : null;
  const words = [checks, range, misses].filter(Boolean).join(" · ");
  const figure =
    latency_ms === null ? (
      <span className="text-muted">{t("common.unknown")}</span>
    ) : latency_ms >= 10_000 ? (
      formatCount(latency_ms, locale)
    ) : (
      formatFigure(latency_ms, locale)
    );
  if (recent_ms.length < 2) return figure;
  return (
    <Tooltip content={words}>
      <span className="flex items-center justify-end gap-1.5">
        <Sparkline values={recent_ms} label={words} className="h-4 w-11 shrink-0" />
        <span className="min-w-8">{figure}</span>
      </span>
    </Tooltip>
  );
}

import { useTranslation } from "react-i18next";
import { CopyButton } from "@/components/copy-button";
import { useLocale } from "@/i18n/use-locale";
import {
  formatBytes,
  formatCount,
  formatDateTime,
  formatDuration,
  formatLatency,
  formatPercent,
} from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Elapsed } from "../elapsed";
import type { Detail } from "../model";
import { Fact, Facts } from "./facts";
import { LatencyBars } from "./latency-bars";

/** What is known of the running instance. */
export function InstanceFacts({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { usage, server_info: info, config } = detail;
  const era = config.era && config.era !== "auto" ? config.era : (config.learned_era ?? null);
  return (
    <Facts>
      <Fact label={t("detail.fields.since")}>{formatDateTime(detail.since, locale)}</Fact>
      {detail.upSince !== null && (
        <Fact label={t("detail.fields.uptime")}>
          <Elapsed since={detail.upSince} />
        </Fact>
      )}
      {detail.started_at !== null && (
        <Fact label={t("detail.fields.started_at")}>
          {formatDateTime(detail.started_at, locale)}
        </Fact>
      )}
      <Fact label={t("detail.fields.restarts")}>{formatCount(detail.restarts, locale)}</Fact>
      {usage?.cpu_percent != null && (
        <Fact label={t("detail.fields.cpu")}>{formatPercent(usage.cpu_percent, locale)}</Fact>
      )}
      {usage && (
        <>
          <Fact label={t("detail.fields.memory")}>{formatBytes(usage.memory_bytes, locale)}</Fact>
          <Fact label={t("detail.fields.processes")}>{formatCount(usage.processes, locale)}</Fact>
        </>
      )}
      {detail.pid !== null && <Fact label={t("detail.fields.pid")}>{detail.pid}</Fact>}
      <HealthFact detail={detail} />
      {detail.health.recent_ms.length > 0 && (
        <Fact label={t("detail.fields.latency")}>
          <LatencyBars samples={detail.health.recent_ms} />
        </Fact>
      )}
      {info && (
        <Fact label={t("detail.fields.server_info")}>
          {info.title ?? info.name} {info.version}
        </Fact>
      )}
      {detail.protocol_version && (
        <Fact label={t("detail.fields.protocol_version")}>
          {detail.protocol_version}
          {era && <span className="text-muted"> {t(`detail.spoken_eras.${era}`)}</span>}
        </Fact>
      )}
      {detail.instance && (
        <Fact label={t("detail.fields.instance")}>
          <span className="flex items-start gap-1">
            <code className="min-w-0 break-all font-mono text-small">{detail.instance}</code>
            <span className="-my-0.5">
              <CopyButton text={detail.instance} />
            </span>
          </span>
        </Fact>
      )}
    </Facts>
  );
}

function HealthFact({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow();
  const { failures, last_ok_at: at, latency_ms: latency } = detail.health;
  if (at === null && failures === 0) return null;
  const answered =
    at !== null &&
    t("detail.health_ok", {
      latency: latency === null ? t("common.unknown") : formatLatency(latency, locale),
      ago: formatDuration(now - Date.parse(at), locale),
    });
  return (
    <Fact label={t("detail.fields.health")}>
      {failures > 0 && (
        <span className="text-warn">{t("detail.health_failures", { count: failures })}</span>
      )}
      {failures > 0 && answered && ", "}
      {answered}
    </Fact>
  );
}

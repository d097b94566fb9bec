import { useTranslation } from "react-i18next";
import { Truncated } from "@/components/truncated";
import { useLocale } from "@/i18n/use-locale";
import { cx } from "@/lib/cx";
import { formatDuration } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { visible } from "@/lib/visible";
import { currentProblem, isAsleep, needsRestart, type Row } from "../model";

/** Why a server is down, while it is; else what it runs, and whether that is what is configured. */
export function RowDetail({ row }: { row: Row }) {
  const { t } = useTranslation();
  const problem = currentProblem(row);
  if (!problem) {
    const target = visible(row.target);
    return (
      <span className="flex min-w-0 items-center gap-2">
        {needsRestart(row) && (
          <span className="shrink-0 text-small text-warn">{t("servers.restart_needed")}</span>
        )}
        {isAsleep(row) && (
          <span className="shrink-0 text-muted text-small" title={t("state_help.asleep")}>
            {t("servers.asleep")}
          </span>
        )}
        <Truncated text={target} className="font-mono text-muted text-small" />
      </span>
    );
  }
  return (
    <Truncated
      text={problem.message}
      className={cx("text-small", row.state === "failed" ? "text-danger" : "text-warn")}
    >
      {row.state === "backoff" && row.retry_at ? <RetryIn at={row.retry_at} /> : null}
      {problem.message}
    </Truncated>
  );
}

function RetryIn({ at }: { at: string }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const wait = Date.parse(at) - useNow();
  return (
    <span className="tabular-nums">
      {wait > 0
        ? t("servers.retry_in", { duration: formatDuration(wait + 999, locale) })
        : t("servers.retry_now")}
      {" · "}
    </span>
  );
}

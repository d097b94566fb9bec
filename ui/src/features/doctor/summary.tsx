import { useTranslation } from "react-i18next";
import { Spinner } from "@/components/spinner";
import { useLocale } from "@/i18n/use-locale";
import type { DoctorReport } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { formatClock } from "@/lib/format";
import { STATUS_LOOKS } from "./check-row";
import { countStatuses } from "./groups";

export interface SummaryProps {
  report: DoctorReport;
  /** When it was made, milliseconds since the epoch. */
  at: number;
  running: boolean;
}

/** The whole report in one line. */
export function Summary({ report, at, running }: SummaryProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const counts = countStatuses(report);
  const { icon: Icon, text, tint } = STATUS_LOOKS[report.status];
  const sentence =
    report.status === "ok"
      ? t("doctor.summary.ok")
      : t(`doctor.summary.${report.status}`, { count: counts[report.status] });
  return (
    <section
      data-testid="doctor-summary"
      data-status={report.status}
      className={cx("flex flex-wrap items-center gap-x-3 gap-y-1 rounded-card px-4 py-3", tint)}
    >
      <Icon aria-hidden size={18} className={cx("shrink-0", text)} />
      <div role="status" className="min-w-60 flex-1">
        <h2 className="font-semibold text-section">{sentence}</h2>
        <p className="text-muted tabular-nums">
          {t("doctor.counts", counts)}
          {report.source && (
            <>
              {" · "}
              <span data-testid="doctor-source">{t(`doctor.sources.${report.source}`)}</span>
            </>
          )}
        </p>
      </div>
      <p className="flex items-center gap-2 text-muted text-small tabular-nums">
        {running && <Spinner />}
        {running
          ? t("doctor.running")
          : t("doctor.checked", { time: formatClock(new Date(at).toISOString(), locale) })}
      </p>
    </section>
  );
}

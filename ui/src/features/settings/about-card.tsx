import { useTranslation } from "react-i18next";
import { CopyButton } from "@/components/copy-button";
import { ProblemNotice } from "@/components/problem-notice";
import { Skeleton } from "@/components/skeleton";
import { useLocale } from "@/i18n/use-locale";
import { toProblem } from "@/ipc/errors";
import { useHostInfo } from "@/ipc/settings-queries";
import { formatDateTime } from "@/lib/format";
import { SettingsCard } from "./settings-card";

/** What runs here: version, directory, process. */
export function AboutCard() {
  const { t } = useTranslation();
  const locale = useLocale();
  const host = useHostInfo();
  if (host.error) {
    return (
      <SettingsCard title={t("settings.about")}>
        <div className="p-4">
          <ProblemNotice problem={toProblem(host.error)} />
        </div>
      </SettingsCard>
    );
  }
  const info = host.data;
  const rows = [
    { label: t("settings.version"), value: info?.version },
    { label: t("settings.data_dir"), value: info?.data_dir, copy: true },
    { label: t("settings.started"), value: info && formatDateTime(info.started_at, locale) },
    { label: t("settings.process"), value: info && String(info.pid) },
  ];
  return (
    <SettingsCard title={t("settings.about")}>
      <dl className="divide-y divide-border">
        {rows.map(({ label, value, copy }) => (
          <div key={label} className="flex min-h-10 items-center gap-4 px-4 py-1.5">
            <dt className="w-36 shrink-0 text-muted">{label}</dt>
            <dd className="flex min-w-0 flex-1 items-center gap-4">
              <span className="min-w-0 flex-1 select-text break-all tabular-nums">
                {value ?? <Skeleton className="w-40" />}
              </span>
              {copy && value && <CopyButton text={value} />}
            </dd>
          </div>
        ))}
      </dl>
    </SettingsCard>
  );
}

import type { LICENCES } from "virtual:licences";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/problem-notice";
import { Skeleton } from "@/components/skeleton";
import type { Problem } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { SettingRow } from "./setting-row";
import { SettingsCard } from "./settings-card";

/** Our licence, and those of what we build on. */
export function LicenceCard() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <SettingsCard title={t("settings.licence")}>
      <SettingRow label={t("app.name")} hint={t("settings.licence_text")} />
      <SettingRow label={t("settings.notices")} hint={t("settings.notices_text")}>
        <Button data-testid="show-licences" onClick={() => setOpen(true)}>
          {t("settings.notices_show")}
        </Button>
      </SettingRow>
      <Dialog open={open} onClose={() => setOpen(false)} title={t("settings.notices")} wide>
        <Notices />
      </Dialog>
    </SettingsCard>
  );
}

/** The texts, read when they are asked for: they are long. */
function Notices() {
  const { t } = useTranslation();
  const [list, setList] = useState<typeof LICENCES | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    import("virtual:licences")
      .then((module) => setList(module.LICENCES))
      .catch((thrown: unknown) => setProblem(toProblem(thrown)));
  }, []);
  if (problem) return <ProblemNotice title={t("settings.notices_failed")} problem={problem} />;
  if (!list) return <Skeleton className="h-40" />;
  return (
    <ul data-testid="licences" className="flex flex-col gap-2">
      {list.map(({ name, version, licence, text }) => (
        <li key={`${name}@${version}`}>
          <details>
            <summary className="rounded-control px-1 py-0.5 hover:bg-hover">
              <span className="font-medium">{name}</span>{" "}
              <span className="text-muted text-small">{`${version} · ${licence}`}</span>
            </summary>
            {text && (
              <pre className="mt-1 select-text overflow-x-auto whitespace-pre-wrap rounded-control border border-border bg-sunken p-3 font-mono text-small">
                {text}
              </pre>
            )}
          </details>
        </li>
      ))}
    </ul>
  );
}

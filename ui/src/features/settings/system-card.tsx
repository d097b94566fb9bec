import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { ProblemNotice } from "@/components/problem-notice";
import { Skeleton } from "@/components/skeleton";
import { Switch } from "@/components/switch";
import { useToasts } from "@/components/toast-store";
import { useDesktop, useStartAtLogin } from "@/ipc/desktop-queries";
import { toProblem } from "@/ipc/errors";
import { useNotices, usePauseNotices } from "@/ipc/notice-queries";
import { navigate } from "@/lib/hash-location";
import { paths } from "@/lib/routes";
import { CliSetting } from "./cli-setting";
import { SettingRow } from "./setting-row";
import { SettingsCard } from "./settings-card";

/** How the console sits in the system. */
export function SystemCard() {
  const { t } = useTranslation();
  const desktop = useDesktop();
  return (
    <SettingsCard title={t("settings.system")}>
      {desktop.error && !desktop.data ? (
        <div className="p-4">
          <ProblemNotice
            problem={toProblem(desktop.error)}
            action={
              <Button size="small" onClick={() => void desktop.refetch()}>
                {t("common.retry")}
              </Button>
            }
          />
        </div>
      ) : (
        <>
          <StartAtLogin />
          <CliSetting cli={desktop.data?.cli} />
        </>
      )}
      <Notifications />
      <SettingRow label={t("settings.welcome")} hint={t("settings.welcome_hint")}>
        <Button data-testid="open-welcome" onClick={() => navigate(paths.welcome())}>
          {t("settings.welcome_open")}
        </Button>
      </SettingRow>
    </SettingsCard>
  );
}

/** Says that a change could not be made. */
function useFailed(): (thrown: unknown) => void {
  const { t } = useTranslation();
  const show = useToasts((store) => store.show);
  return (thrown) => show({ title: t("settings.change_failed"), problem: toProblem(thrown) });
}

function StartAtLogin() {
  const { t } = useTranslation();
  const desktop = useDesktop().data;
  const change = useStartAtLogin();
  const onError = useFailed();
  const start = desktop?.start_at_login;
  return (
    <SettingRow
      label={t("settings.login")}
      hint={start === null ? t("settings.login_unavailable") : t("settings.login_hint")}
    >
      {start === undefined ? (
        <Skeleton className="w-8" />
      ) : (
        <Switch
          checked={change.isPending ? change.variables : start === true}
          disabled={start === null}
          label={t("settings.login")}
          hideLabel
          data-testid="login-switch"
          onChange={(wanted) => change.mutate(wanted, { onError })}
        />
      )}
    </SettingRow>
  );
}

function Notifications() {
  const { t } = useTranslation();
  const notices = useNotices();
  const pause = usePauseNotices();
  const onError = useFailed();
  const paused = pause.isPending ? pause.variables : notices.data?.paused;
  return (
    <SettingRow label={t("settings.notifications")} hint={t("settings.notifications_hint")}>
      {paused === undefined ? (
        <Skeleton className="w-8" />
      ) : (
        <>
          {paused && (
            <span className="text-muted text-small">{t("settings.notifications_paused")}</span>
          )}
          <Switch
            checked={!paused}
            label={t("settings.notifications")}
            hideLabel
            data-testid="notifications-switch"
            onChange={(wanted) => pause.mutate(!wanted, { onError })}
          />
        </>
      )}
    </SettingRow>
  );
}

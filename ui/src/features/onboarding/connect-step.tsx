import { AppWindow, LogIn, type LucideIcon, PanelTop, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Switch } from "@/components/switch";
import { useToasts } from "@/components/toast-store";
import { useDesktop, useStartAtLogin } from "@/ipc/desktop-queries";
import { toProblem } from "@/ipc/errors";

/** How the console stays at hand, and what is still to come. */
export function ConnectStep() {
  const { t } = useTranslation();
  const desktop = useDesktop().data;
  return (
    <>
      <p className="mt-1 text-pretty text-muted">{t("onboarding.connect.text")}</p>
      <ul className="mt-5 divide-y divide-border rounded-card border border-border bg-raised">
        <Point icon={LogIn} title={t("onboarding.connect.login")} end={<StartAtLogin />}>
          {desktop?.start_at_login === null
            ? t("onboarding.connect.login_unavailable")
            : t("onboarding.connect.login_hint")}
        </Point>
        {desktop &&
          (desktop.tray ? (
            <Point icon={PanelTop} title={t("onboarding.connect.tray")}>
              {t("onboarding.connect.tray_text")}
            </Point>
          ) : (
            <Point icon={AppWindow} title={t("onboarding.connect.no_tray")}>
              {t("onboarding.connect.no_tray_text")}
            </Point>
          ))}
        <Point icon={Unplug} title={t("onboarding.connect.later")}>
          {t("onboarding.connect.later_text")}
        </Point>
      </ul>
    </>
  );
}

function StartAtLogin() {
  const { t } = useTranslation();
  const start = useDesktop().data?.start_at_login;
  const change = useStartAtLogin();
  const show = useToasts((store) => store.show);
  if (start === undefined || start === null) return null;
  return (
    <Switch
      checked={change.isPending ? change.variables : start}
      label={t("onboarding.connect.login")}
      hideLabel
      data-testid="welcome-login"
      onChange={(wanted) =>
        change.mutate(wanted, {
          onError: (error) =>
            show({ title: t("onboarding.connect.login_failed"), problem: toProblem(error) }),
        })
      }
    />
  );
}

interface PointProps {
  icon: LucideIcon;
  title: string;
  end?: ReactNode;
  children: ReactNode;
}

function Point({ icon: Icon, title, end, children }: PointProps) {
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <Icon aria-hidden size={16} className="mt-0.5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        <p className="text-pretty text-muted">{children}</p>
      </div>
      {end}
    </li>
  );
}

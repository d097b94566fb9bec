import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/error-state";
import { PageHeader } from "@/components/page-header";
import { Select } from "@/components/select";
import { Skeleton } from "@/components/skeleton";
import { useToasts } from "@/components/toast-store";
import type { Settings } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { AboutCard } from "./about-card";
import { useSaveSettings, useSettings } from "./queries";
import { SettingsCard } from "./settings-card";

const THEMES = ["system", "light", "dark"] as const;
const LANGUAGES = ["system", "en", "pt-BR"] as const;

/** The page of settings. */
export function SettingsPage() {
  const { t } = useTranslation();
  const settings = useSettings();
  return (
    <>
      <PageHeader title={t("settings.title")} />
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-6 sm:px-6">
        <div className="flex max-w-160 flex-col gap-6">
          {settings.error ? (
            <ErrorState
              title={t("settings.title")}
              problem={toProblem(settings.error)}
              onRetry={() => void settings.refetch()}
            />
          ) : (
            <Appearance settings={settings.data} />
          )}
          <AboutCard />
        </div>
      </div>
    </>
  );
}

function Appearance({ settings }: { settings: Settings | undefined }) {
  const { t } = useTranslation();
  const save = useSaveSettings();
  const show = useToasts((store) => store.show);
  const change = (changes: Partial<Settings>) => {
    if (!settings) return;
    save.mutate(
      { ...settings, ...changes },
      {
        onError: (error) => show({ title: t("settings.save_failed"), problem: toProblem(error) }),
      },
    );
  };
  return (
    <SettingsCard title={t("settings.appearance")}>
      <Setting label={t("settings.theme")} hint={t("settings.theme_hint")} id="theme">
        {settings ? (
          <Select
            id="theme"
            data-testid="theme-select"
            value={settings.theme}
            options={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
            onChange={(theme) => change({ theme })}
          />
        ) : (
          <Skeleton className="h-8" />
        )}
      </Setting>
      <Setting label={t("settings.language")} hint={t("settings.language_hint")} id="language">
        {settings ? (
          <Select
            id="language"
            data-testid="language-select"
            value={settings.language}
            options={LANGUAGES.map((value) => ({ value, label: t(`settings.languages.${value}`) }))}
            onChange={(language) => change({ language })}
          />
        ) : (
          <Skeleton className="h-8" />
        )}
      </Setting>
    </SettingsCard>
  );
}

interface SettingProps {
  label: string;
  hint: string;
  id: string;
  children: ReactNode;
}

function Setting({ label, hint, id, children }: SettingProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
      <div className="min-w-48 flex-1">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p className="text-muted text-small">{hint}</p>
      </div>
      <div className="w-52">{children}</div>
    </div>
  );
}

import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/error-state";
import { Select } from "@/components/select";
import { Skeleton } from "@/components/skeleton";
import { useToasts } from "@/components/toast-store";
import type { Settings } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { useSaveSettings, useSettings } from "@/ipc/settings-queries";
import { SettingRow } from "./setting-row";
import { SettingsCard } from "./settings-card";

const THEMES = ["system", "light", "dark"] as const;
const LANGUAGES = ["system", "en", "pt-BR"] as const;
const DENSITIES = ["comfortable", "compact"] as const;

/** Theme, language and row height. Each acts at once. */
export function AppearanceCard() {
  const { t } = useTranslation();
  const settings = useSettings();
  const save = useSaveSettings();
  const show = useToasts((store) => store.show);
  if (settings.error && !settings.data) {
    return (
      <ErrorState
        title={t("settings.appearance")}
        problem={toProblem(settings.error)}
        onRetry={() => void settings.refetch()}
      />
    );
  }
  const change = (changes: Partial<Settings>) =>
    save.mutate(changes, {
      onError: (error) => show({ title: t("settings.save_failed"), problem: toProblem(error) }),
    });
  const choice = <Value extends string>(
    id: "theme" | "language" | "density",
    value: Value | undefined,
    options: readonly { value: Value; label: string }[],
    onChange: (value: Value) => void,
  ) => (
    <SettingRow label={t(`settings.${id}`)} hint={t(`settings.${id}_hint`)} htmlFor={id}>
      <div className="w-52">
        {value === undefined ? (
          <Skeleton className="h-8" />
        ) : (
          <Select
            id={id}
            data-testid={`${id}-select`}
            value={value}
            options={options}
            onChange={onChange}
          />
        )}
      </div>
    </SettingRow>
  );
  return (
    <SettingsCard title={t("settings.appearance")}>
      {choice(
        "theme",
        settings.data?.theme,
        THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) })),
        (theme) => change({ theme }),
      )}
      {choice(
        "language",
        settings.data?.language,
        LANGUAGES.map((value) => ({ value, label: t(`settings.languages.${value}`) })),
        (language) => change({ language }),
      )}
      {choice(
        "density",
        settings.data?.density,
        DENSITIES.map((value) => ({ value, label: t(`settings.densities.${value}`) })),
        (density) => change({ density }),
      )}
    </SettingsCard>
  );
}

import { CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Select } from "@/components/select";
import { useToasts } from "@/components/toast-store";
import type { Settings } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { useSaveSettings, useSettings } from "@/ipc/settings-queries";

const THEMES = ["system", "light", "dark"] as const;
const LANGUAGES = ["system", "en", "pt-BR"] as const;

/** What the console is, how it looks and speaks, and what it can take over. */
export function ImportStep({ imported, children }: { imported: number; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="mt-1 text-pretty text-muted">{t("onboarding.import.text")}</p>
      <Look />
      <div className="mt-5">
        {imported > 0 && (
          <p role="status" className="mb-3 flex items-start gap-2">
            <CircleCheck aria-hidden size={16} className="mt-0.5 shrink-0 text-up" />
            {t("onboarding.import.imported", { count: imported })}
          </p>
        )}
        {children}
      </div>
    </>
  );
}

/** Theme and language, which act at once. */
function Look() {
  const { t } = useTranslation();
  const settings = useSettings().data;
  const save = useSaveSettings();
  const show = useToasts((store) => store.show);
  if (!settings) return null;
  const change = (changes: Partial<Settings>) =>
    save.mutate(changes, {
      onError: (error) => show({ title: t("settings.save_failed"), problem: toProblem(error) }),
    });
  return (
    <fieldset className="mt-5 flex flex-wrap gap-4">
      <legend className="sr-only">{t("onboarding.import.look")}</legend>
      <Labelled id="welcome-theme" label={t("settings.theme")}>
        <Select
          id="welcome-theme"
          data-testid="welcome-theme"
          value={settings.theme}
          options={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
          onChange={(theme) => change({ theme })}
        />
      </Labelled>
      <Labelled id="welcome-language" label={t("settings.language")}>
        <Select
          id="welcome-language"
          data-testid="welcome-language"
          value={settings.language}
          options={LANGUAGES.map((value) => ({ value, label: t(`settings.languages.${value}`) }))}
          onChange={(language) => change({ language })}
        />
      </Labelled>
    </fieldset>
  );
}

interface LabelledProps {
  id: string;
  label: string;
  children: ReactNode;
}

function Labelled({ id, label, children }: LabelledProps) {
  return (
    <div className="flex min-w-40 flex-1 flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
    </div>
  );
}

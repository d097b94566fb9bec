import { useTranslation } from "react-i18next";
import { PageHeader } from "@/components/page-header";
import { AboutCard } from "./about-card";
import { AppearanceCard } from "./appearance-card";
import { LicenceCard } from "./licence-card";
import { SystemCard } from "./system-card";

/** The page of settings. There is nothing to save: every change acts at once. */
export function SettingsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t("settings.title")} />
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-6 sm:px-6">
        <div className="flex max-w-160 flex-col gap-6">
          <AppearanceCard />
          <SystemCard />
          <AboutCard />
          <LicenceCard />
        </div>
      </div>
    </>
  );
}

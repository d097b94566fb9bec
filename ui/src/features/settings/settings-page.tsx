import { useTranslation } from "react-i18next";
import { PageBody } from "@/components/page-body";
import { PageHeader } from "@/components/page-header";
import { AboutCard } from "./about-card";
import { AppearanceCard } from "./appearance-card";
import { LicenceCard } from "./licence-card";
import { NetworkCard } from "./network-card";
import { SystemCard } from "./system-card";

/** The page of settings. There is nothing to save: every change acts at once. */
export function SettingsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t("settings.title")} />
      <PageBody label={t("settings.title")} width="form">
        <div className="flex flex-col gap-6">
          <AppearanceCard />
          <SystemCard />
          <NetworkCard />
          <AboutCard />
          <LicenceCard />
        </div>
      </PageBody>
    </>
  );
}

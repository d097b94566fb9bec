import { useTranslation } from "react-i18next";
import { ProblemNotice } from "@/components/problem-notice";
import { currentProblem, type Detail, helpOf } from "../model";
import { Card } from "./card";
import { ConfigurationFacts } from "./configuration-facts";
import { InstanceFacts } from "./instance-facts";
import { OfferFacts } from "./offer-facts";
import { TimelineCard } from "./timeline/timeline-card";
import { TroubleCard } from "./trouble-card";

/** What is known of a server. */
export function Overview({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const live = detail.state === "up" || detail.state === "degraded";
  const past = currentProblem(detail) ? null : detail.last_error;
  return (
    <div className="grid grid-cols-1 items-start gap-4 p-4 sm:p-6 lg:grid-cols-[minmax(0,1fr)_--spacing(88)]">
      <div className="empty:hidden lg:col-span-2">
        <TroubleCard detail={detail} />
      </div>
      <div className="flex min-w-0 flex-col gap-4 lg:order-1">
        <Card title={t("detail.state")}>
          <p className="mb-3 text-muted">{t(`state_help.${helpOf(detail)}`)}</p>
          <InstanceFacts detail={detail} />
        </Card>
        {live && (
          <Card title={t("detail.offers")}>
            <OfferFacts detail={detail} />
          </Card>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <TimelineCard detail={detail} />
        {past && (
          <Card title={t("detail.last_error")}>
            <ProblemNotice problem={past} passing />
          </Card>
        )}
        <Card title={t("detail.configuration")}>
          <ConfigurationFacts detail={detail} />
        </Card>
      </div>
    </div>
  );
}

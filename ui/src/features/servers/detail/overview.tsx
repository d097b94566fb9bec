import { RotateCw, ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { ProblemNotice } from "@/components/problem-notice";
import { useLocale } from "@/i18n/use-locale";
import { formatDateTime } from "@/lib/format";
import { currentProblem, type Detail, remedyFor, shownState } from "../model";
import { useServerActions } from "../server-actions";
import { ConfigurationFacts } from "./configuration-facts";
import { History } from "./history";
import { InstanceFacts } from "./instance-facts";
import { OfferFacts } from "./offer-facts";

/** What is known of a server. */
export function Overview({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const live = detail.state === "up" || detail.state === "degraded";
  const current = currentProblem(detail);
  return (
    <div className="flex flex-col gap-5 p-5">
      <p className="text-muted">
        {t(`state_help.${shownState(detail)}`)}{" "}
        <span className="whitespace-nowrap">
          {t("detail.since", { time: formatDateTime(detail.since, locale) })}
        </span>
      </p>
      <Trouble detail={detail} />
      {detail.instance !== null && (
        <Section title={t("detail.run")}>
          <InstanceFacts detail={detail} />
        </Section>
      )}
      {live && (
        <Section title={t("detail.offers")}>
          <OfferFacts counts={detail.counts} />
        </Section>
      )}
      <Section title={t("detail.configuration")}>
        <ConfigurationFacts detail={detail} />
      </Section>
      {detail.last_error && !current && (
        <Section title={t("detail.last_error")}>
          <ProblemNotice problem={detail.last_error} passing />
        </Section>
      )}
      <Section title={t("detail.history")}>
        <History entries={detail.history} />
      </Section>
    </div>
  );
}

/** Why it is not well, and the one button that helps. */
function Trouble({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const actions = useServerActions();
  const problem = currentProblem(detail);
  const remedy = remedyFor(detail);
  const button =
    remedy === "approve" ? (
      <Button variant="primary" size="small" onClick={() => actions.run(detail, "approve")}>
        <ShieldCheck aria-hidden size={13} />
        {t("servers.actions.approve")}
      </Button>
    ) : remedy ? (
      <Button
        size="small"
        data-testid="drawer-remedy"
        onClick={() => actions.run(detail, remedy === "restart" ? "restart" : "start")}
      >
        <RotateCw aria-hidden size={13} />
        {t(remedy === "restart" ? "servers.actions.restart" : "servers.actions.retry")}
      </Button>
    ) : null;
  if (problem) {
    return <ProblemNotice problem={problem} passing={detail.state !== "failed"} action={button} />;
  }
  return button ? <div>{button}</div> : null;
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 font-semibold">{title}</h3>
      {children}
    </section>
  );
}

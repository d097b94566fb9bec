import { RotateCcw, Timer } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { CopyButton } from "@/components/copy-button";
import { JsonTree } from "@/components/json-tree";
import { PlainText } from "@/components/plain-text";
import { ProblemNotice } from "@/components/problem-notice";
import type { Problem } from "@/ipc/bindings";
import { UrlParts } from "../questions/url-parts";
import { isObject, type Json } from "../schema/json";

/** The longer time that is offered where the usual one was too short, milliseconds. */
const LONGER_MS = 300_000;
/** JSON-RPC: the call works once a person has visited a page. */
const URL_REQUIRED = -32042;
/** Pages of one error that are shown. */
const MAX_VISITS = 10;

export interface FailedProps {
  problem: Problem;
  onRetry: (timeoutMs?: number) => void;
}

/** A call without a result: why, and what to do. */
export function Failed({ problem, onRetry }: FailedProps) {
  const { t } = useTranslation();
  const { code, data } = rpcOf(problem);
  const visits = code === URL_REQUIRED ? visitsOf(data) : [];
  const action =
    problem.code === "call_timeout" ? (
      <Button size="small" data-testid="explorer-allow-longer" onClick={() => onRetry(LONGER_MS)}>
        <Timer aria-hidden size={13} />
        {t("explorer.run.allow_longer")}
      </Button>
    ) : (
      visits.length > 0 && (
        <Button size="small" data-testid="explorer-retry" onClick={() => onRetry()}>
          <RotateCcw aria-hidden size={13} />
          {t("common.retry")}
        </Button>
      )
    );
  return (
    <div data-testid="explorer-result" data-outcome="failed" className="flex flex-col gap-2">
      <ProblemNotice problem={problem} passing={problem.code === "cancelled"} action={action} />
      {visits.map(({ url, message }) => (
        <section
          key={url}
          className="flex flex-col gap-2 rounded-card border border-border bg-raised p-4"
        >
          {message && <PlainText text={message} />}
          <div className="flex items-start gap-2">
            <UrlParts url={url} />
            <CopyButton text={url} label={t("explorer.questions.copy_url")} />
          </div>
          <p className="text-muted text-small">{t("explorer.questions.url_hint")}</p>
        </section>
      ))}
      {visits.length === 0 && data !== null && (
        <JsonTree value={data} label={t("explorer.result.details")} open={3} />
      )}
    </div>
  );
}

/** What the server's own error says beside its words. */
function rpcOf({ details }: Problem): { code: Json | undefined; data: Json } {
  const { rpc_code: code, rpc_data: data } = isObject(details) ? details : {};
  return { code, data: data ?? null };
}

function visitsOf(data: Json): { url: string; message: string | null }[] {
  const { elicitations } = isObject(data) ? data : {};
  return (Array.isArray(elicitations) ? elicitations : []).slice(0, MAX_VISITS).flatMap((one) => {
    const { url, message } = isObject(one) ? one : {};
    return typeof url === "string"
      ? [{ url, message: typeof message === "string" ? message : null }]
      : [];
  });
}

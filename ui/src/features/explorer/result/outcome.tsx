import { Timer } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { JsonTree } from "@/components/json-tree";
import { ProblemNotice } from "@/components/problem-notice";
import type { Problem } from "@/ipc/bindings";
import type { Run } from "../run/store";
import { Answered } from "./answered";

/** The longer time that is offered where the usual one was too short, milliseconds. */
const LONGER_MS = 300_000;

export interface OutcomeProps {
  run: Run;
  outputSchema: unknown;
  onRetry: (timeoutMs?: number) => void;
}

/** How a call ended. */
export function Outcome({ run, outputSchema, onRetry }: OutcomeProps) {
  const { record } = run;
  if (record?.outcome.kind === "answered") {
    return <Answered record={record} outcome={record.outcome} outputSchema={outputSchema} />;
  }
  const problem =
    run.problem ?? (record?.outcome.kind === "failed" ? record.outcome.problem : null);
  return problem && <Failed problem={problem} onRetry={onRetry} />;
}

function Failed({ problem, onRetry }: { problem: Problem; onRetry: OutcomeProps["onRetry"] }) {
  const { t } = useTranslation();
  const slow = problem.code === "call_timeout";
  return (
    <div data-testid="explorer-result" data-outcome="failed" className="flex flex-col gap-2">
      <ProblemNotice
        problem={problem}
        title={t(`errors.${problem.code}`)}
        passing={problem.code === "cancelled"}
        action={
          slow && (
            <Button
              size="small"
              data-testid="explorer-allow-longer"
              onClick={() => onRetry(LONGER_MS)}
            >
              <Timer aria-hidden size={13} />
              {t("explorer.run.allow_longer")}
            </Button>
          )
        }
      />
      {problem.details != null && (
        <JsonTree value={problem.details} label={t("explorer.result.details")} open={3} />
      )}
    </div>
  );
}

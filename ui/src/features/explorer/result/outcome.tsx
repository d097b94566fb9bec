import type { Run } from "../run/store";
import { Answered } from "./answered";
import { Failed } from "./failed";

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

import { useState } from "react";
import type { Problem } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";

/** What the console said to what was sent: each field's own, and the rest. */
export function useRefusal(fields: readonly string[]) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const field = problem?.field && fields.includes(problem.field) ? problem.field : null;
  return {
    /** What is wrong with a field, in one text. */
    at: (name: string): string | null => (problem && field === name ? sentenceOf(problem) : null),
    /** What belongs to no field. */
    general: problem && field === null ? problem : null,
    refuse: (thrown: unknown) => setProblem(toProblem(thrown)),
    /** What was said of a field is not said of what stands there now. */
    forget: (name?: string) =>
      setProblem((now) => (name === undefined || now?.field === name ? null : now)),
  };
}

export type Refusal = ReturnType<typeof useRefusal>;

/** A problem as one text: what is wrong, and what to do. */
export function sentenceOf(problem: Problem): string {
  return problem.hint ? `${problem.message} ${problem.hint}` : problem.message;
}

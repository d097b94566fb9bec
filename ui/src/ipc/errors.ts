/**
 * One error shape for the whole window. Commands reject with a `Problem`; failures of the bridge
 * itself (unknown command, refused argument, serialisation) are strings or `Error`s.
 */
import type { Problem } from "./bindings";

/** A rejected command: an `Error` that carries its `Problem`. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** What was thrown, as a `Problem`; anything that is none becomes one with code `internal`. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem;
  if (isProblem(thrown)) return thrown;
  return { code: "internal", message: textOf(thrown) };
}

/** What was thrown, as something to throw again. */
export function toProblemError(thrown: unknown): ProblemError {
  return thrown instanceof ProblemError ? thrown : new ProblemError(toProblem(thrown));
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    typeof value.code === "string" &&
    "message" in value &&
    typeof value.message === "string"
  );
}

function textOf(thrown: unknown): string {
  if (typeof thrown === "string" && thrown.trim() !== "") return thrown;
  if (thrown instanceof Error && thrown.message !== "") return thrown.message;
  try {
    return JSON.stringify(thrown) ?? String(thrown);
  } catch {
    return String(thrown);
  }
}

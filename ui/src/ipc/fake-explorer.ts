/** The explorer of the fake console: calls that take their time, ask, fail and can be cancelled. */
import type {
  CallEvent,
  CallOutcome,
  CallRecord,
  CallRequest,
  CatalogView,
  Problem,
  QuestionAnswer,
} from "./bindings";
import type { ConsoleClient } from "./client";
import { ProblemError } from "./errors";
import type { FakeAnswer } from "./fake-answer";
import { everythingCatalog } from "./fake-catalog";
import { questionOf } from "./fake-questions";
import { resultOf } from "./fake-results";

type Explorer = Pick<
  ConsoleClient,
  | "explorerCatalog"
  | "explorerCall"
  | "explorerAnswer"
  | "explorerCancel"
  | "explorerCalls"
  | "explorerComplete"
  | "explorerSave"
>;

/** How the explorer of the fake behaves. */
export interface FakeExplorerOptions {
  /** What every server offers. */
  catalog?: CatalogView;
  /** How long a step of a long call takes, milliseconds. */
  step?: number;
}

const CANCELLED: Problem = { code: "cancelled", message: "The call was cancelled." };
const TIMED_OUT: Problem = {
  code: "call_timeout",
  message: "The server did not answer within 60 s.",
  hint: "Try again with more time, or raise the time-out of its calls in the settings.",
};
const SUGGESTIONS: Readonly<Record<string, readonly string[]>> = {
  department: ["Engineering", "Sales", "Marketing", "Support"],
  name: ["Alice", "Bob", "Charlie"],
  resourceId: ["1", "2", "3"],
};

/** The methods of the explorer. */
export function fakeExplorer(answer: FakeAnswer, options: FakeExplorerOptions = {}): Explorer {
  const step = options.step ?? 800;
  const calls: CallRecord[] = [];
  const cancels = new Map<string, () => void>();
  const waiting = new Map<string, (given: QuestionAnswer) => void>();
  let last = 0;

  const ask = (
    request: CallRequest,
    cancelled: Promise<never>,
    onEvent: (event: CallEvent) => void,
  ): Promise<QuestionAnswer> | null => {
    const { target } = request;
    if (target.kind !== "tool") return null;
    const asked = questionOf(target.name, { ...(target.arguments as object) });
    if (!asked) return null;
    last += 1;
    const id = `question-${last}`;
    const given = new Promise<QuestionAnswer>((resolve) => waiting.set(id, resolve));
    onEvent({ type: "question", question: { id, ...asked } });
    return Promise.race([given, cancelled]).finally(() => {
      waiting.delete(id);
      onEvent({ type: "question_gone", question: id });
    });
  };

  const long = async (
    target: Extract<CallRequest["target"], { kind: "tool" }>,
    cancelled: Promise<never>,
    onEvent: (event: CallEvent) => void,
  ) => {
    const steps = Number((target.arguments as { steps?: number }).steps ?? 5);
    for (let progress = 1; progress <= steps; progress += 1) {
      await Promise.race([new Promise((resolve) => setTimeout(resolve, step)), cancelled]);
      onEvent({ type: "progress", progress, total: steps, message: `Step ${progress}` });
    }
  };

  const outcomeOf = async (
    request: CallRequest,
    cancelled: Promise<never>,
    onEvent: (event: CallEvent) => void,
  ): Promise<CallOutcome> => {
    const { target } = request;
    const name = target.kind === "tool" ? target.name : "";
    if (name === "get-nothing-in-time" && !request.timeout_ms) {
      return { kind: "failed", problem: TIMED_OUT };
    }
    if (target.kind === "tool" && name === "trigger-long-running-operation") {
      await long(target, cancelled, onEvent);
    }
    const given = await ask(request, cancelled, onEvent);
    const result = given
      ? { content: [{ type: "text", text: JSON.stringify(given) }] }
      : resultOf(target);
    const large = name === "get-everything-large";
    const bytes = large ? 32_505_856 : JSON.stringify(result).length;
    return { kind: "answered", result, bytes, cut: large, is_error: name === "get-error" };
  };

  const call = async (
    request: CallRequest,
    onEvent: (event: CallEvent) => void,
  ): Promise<CallRecord> => {
    last += 1;
    const id = `call-${last}`;
    const began = performance.now();
    const at = new Date().toISOString();
    const cancelled = new Promise<never>((_resolve, reject) =>
      cancels.set(id, () => reject(new ProblemError(CANCELLED))),
    );
    // Nobody waits for it in most calls.
    cancelled.catch(() => {});
    onEvent({ type: "started", call: id });
    const outcome = await outcomeOf(request, cancelled, onEvent).catch(
      (thrown): CallOutcome => ({
        kind: "failed",
        problem: thrown instanceof ProblemError ? thrown.problem : CANCELLED,
      }),
    );
    cancels.delete(id);
    const { server, target } = request;
    const duration_ms = performance.now() - began;
    const record: CallRecord = { id, server, target, at, duration_ms, outcome };
    calls.unshift(record);
    return record;
  };

  return {
    explorerCatalog: () => answer("explorerCatalog", () => options.catalog ?? everythingCatalog()),
    explorerCall: async (request, onEvent) => {
      await answer("explorerCall", () => {});
      return await call(request, onEvent);
    },
    explorerAnswer: (question, given) =>
      answer("explorerAnswer", () => {
        const settle = waiting.get(question);
        if (!settle) {
          throw new ProblemError({
            code: "not_found",
            message: "This question needs no answer any more.",
          });
        }
        settle(given);
      }),
    explorerCancel: (id) => answer("explorerCancel", () => cancels.get(id)?.()),
    explorerCalls: (id) =>
      answer("explorerCalls", () => calls.filter((record) => record.server === id)),
    explorerComplete: ({ argument, value }) =>
      answer("explorerComplete", () =>
        (SUGGESTIONS[argument] ?? []).filter((one) =>
          one.toLowerCase().startsWith(value.toLowerCase()),
        ),
      ),
    explorerSave: (id) =>
      answer("explorerSave", () => ({
        path: `/home/ana/Downloads/${id}.json`,
        bytes: 32_505_856,
      })),
  };
}

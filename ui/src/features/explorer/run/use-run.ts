/** Calls something, and keeps what happens to it where it can be seen from everywhere. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useToasts } from "@/components/toast-store";
import type { CallEvent, CallRecord, CallTarget, QuestionAnswer } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";
import { toProblem } from "@/ipc/errors";
import { navigate, splitHash, withParams } from "@/lib/hash-location";
import { paths } from "@/lib/routes";
import { rememberCall } from "../catalog/queries";
import type { Selection } from "../catalog/use-selection";
import { paramsOf } from "../catalog/use-selection";
import { inSight } from "../questions/in-sight";
import { fresh, keyOf, OVER, type Run, storeOf, useExplorerStore } from "./store";

export interface RunHandle {
  run: Run | null;
  running: boolean;
  start: (target: CallTarget, timeoutMs?: number) => void;
  cancel: () => void;
  answer: (question: string, answer: QuestionAnswer) => Promise<void>;
  /** Shows a call that ended earlier. */
  open: (record: CallRecord) => void;
}

/** The call of a thing. */
export function useRun(serverId: string, selection: Selection): RunHandle {
  const { t } = useTranslation();
  const client = useClient();
  const queries = useQueryClient();
  const key = keyOf(serverId, selection.kind, selection.key);
  const run = useExplorerStore((store) => store.runs[key]) ?? null;
  const { kind, key: itemKey } = selection;

  const start = useCallback(
    (target: CallTarget, timeoutMs?: number) => {
      const { setRun, changeRun, runs } = storeOf(client).getState();
      if (runs[key]?.state === "running") return;
      const run = fresh(target);
      setRun(key, run);
      // Another call may have taken its place when it ends.
      const change = (how: (before: Run) => Partial<Run>) =>
        changeRun(key, (before) => (before.serial === run.serial ? how(before) : {}));
      const announce = () => {
        if (inSight()) return;
        useToasts.getState().show({
          title: t("explorer.questions.waiting_title"),
          text: t("explorer.questions.waiting_text", { name: itemKey }),
          action: {
            label: t("explorer.questions.show"),
            testId: "question-show",
            run: () =>
              navigate(
                withParams(
                  paths.server(serverId, "explorer"),
                  splitHash(window.location.hash).search,
                  paramsOf({ kind, key: itemKey }),
                ),
              ),
          },
        });
      };
      const hear = (event: CallEvent) => {
        change((before) => heard(before, event));
        if (event.type === "question") setTimeout(announce, ANNOUNCE_MS);
      };
      const request = { server: serverId, target, timeout_ms: timeoutMs ?? null };
      client
        .explorerCall(request, hear)
        .then((record) => {
          change(() => ({ ...OVER, record }));
          rememberCall(queries, record);
        })
        .catch((thrown) => change(() => ({ ...OVER, problem: toProblem(thrown) })));
    },
    [client, queries, key, serverId, kind, itemKey, t],
  );

  const cancel = useCallback(() => {
    const { runs, changeRun } = storeOf(client).getState();
    const call = runs[key]?.call;
    if (!call) return;
    changeRun(key, () => ({ cancelling: true }));
    client.explorerCancel(call).catch((thrown) => {
      changeRun(key, () => ({ cancelling: false }));
      const problem = toProblem(thrown);
      // It ended just now: its result is on the way.
      if (problem.code !== "not_found") {
        useToasts.getState().show({ title: t("explorer.run.cancel_failed"), problem });
      }
    });
  }, [client, key, t]);

  const answer = useCallback(
    async (question: string, given: QuestionAnswer) => {
      await client.explorerAnswer(question, given).catch((thrown) => {
        const problem = toProblem(thrown);
        useToasts.getState().show({ title: t("explorer.questions.not_answered"), problem });
        // It waits no more.
        if (problem.code !== "not_found") throw thrown;
      });
      storeOf(client)
        .getState()
        .changeRun(key, (before) => ({
          questions: before.questions.filter(({ id }) => id !== question),
        }));
    },
    [client, key, t],
  );

  const open = useCallback(
    (record: CallRecord) => storeOf(client).getState().showRecord(key, record),
    [client, key],
  );

  return { run, running: run?.state === "running", start, cancel, answer, open };
}

/** A question that is in the page is drawn by then, milliseconds. */
const ANNOUNCE_MS = 50;

function heard(before: Run, event: CallEvent): Partial<Run> {
  // Channels and answers travel apart: what comes after the end is of no interest.
  if (before.state === "ended") return {};
  switch (event.type) {
    case "started":
      return { call: event.call };
    case "progress":
      return {
        progress: {
          progress: event.progress ?? 0,
          total: event.total,
          message: event.message,
        },
      };
    case "question":
      return { questions: [...before.questions, event.question] };
    case "question_gone":
      return { questions: before.questions.filter(({ id }) => id !== event.question) };
  }
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useToasts } from "@/components/toast-store";
import type { BulkAction, BulkFailure } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { useServerCommands } from "../commands";
import { type Action, actionsFor, type Row } from "../model";

/** What could not be done, and to whom. */
export interface BulkOutcome {
  action: BulkAction["kind"];
  asked: number;
  failed: readonly (BulkFailure & { name: string })[];
}

/**
 * To whom an action is done: those that it would change. One that waits for approval is asked to
 * start as well, so that it is said why it does not.
 */
export function targetsOf(rows: readonly Row[], action: BulkAction): Row[] {
  const can = (row: Row, ...wanted: Action[]) =>
    actionsFor(row).some((possible) => wanted.includes(possible));
  switch (action.kind) {
    case "start":
      return rows.filter((row) => can(row, "start", "approve"));
    case "stop":
      return rows.filter((row) => can(row, "stop"));
    case "restart":
      return rows.filter((row) => can(row, "restart"));
    case "add_tag":
      return rows.filter((row) => !row.tags.includes(action.tag));
    case "remove_tag":
      return rows.filter((row) => row.tags.includes(action.tag));
    default:
      return [...rows];
  }
}

/** Does one thing to many servers, says what was done, and keeps what was not until it was read. */
export function useBulk() {
  const { t } = useTranslation();
  const commands = useServerCommands();
  const show = useToasts((store) => store.show);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<BulkOutcome | null>(null);

  const say = (action: BulkAction, count: number): string => {
    switch (action.kind) {
      case "add_tag":
      case "remove_tag":
        return t(`servers.bulk.done.${action.kind}`, { count, tag: action.tag });
      default:
        return t(`servers.bulk.done.${action.kind}`, { count });
    }
  };

  const run = async (rows: readonly Row[], action: BulkAction): Promise<boolean> => {
    const targets = targetsOf(rows, action);
    if (targets.length === 0) {
      show({ title: t("servers.bulk.nothing") });
      return false;
    }
    setBusy(true);
    try {
      const ids = targets.map((row) => row.id);
      const { done, failed } = await commands.bulk(ids, action);
      const names = new Map(targets.map((row) => [row.id, row.name]));
      if (failed.length > 0) {
        setOutcome({
          action: action.kind,
          asked: targets.length,
          failed: failed.map((one) => ({ ...one, name: names.get(one.id) ?? one.id })),
        });
      }
      if (done.length > 0) {
        const gone = new Set(done);
        show({
          title: say(action, done.length),
          ...(action.kind === "remove"
            ? {
                action: {
                  label: t("common.undo"),
                  testId: "toast-undo",
                  run: () => void undo(targets.filter((row) => gone.has(row.id))),
                },
              }
            : {}),
        });
      }
      return failed.length === 0;
    } catch (thrown) {
      show({ title: t("servers.bulk.failed"), problem: toProblem(thrown) });
      return false;
    } finally {
      setBusy(false);
    }
  };

  /** Undo means as it was: what ran before runs again. */
  const undo = async (rows: readonly Row[]) => {
    const restored = await run(rows, { kind: "restore" });
    const ran = rows.filter((row) => row.state !== "stopped" && row.state !== "failed");
    if (!restored || ran.length === 0) return;
    try {
      await commands.bulk(
        ran.map((row) => row.id),
        { kind: "start" },
      );
    } catch (thrown) {
      show({ title: t("servers.bulk.failed"), problem: toProblem(thrown) });
    }
  };

  return { run, busy, outcome, close: () => setOutcome(null) };
}

/** What can be done to many. */
export type Bulk = ReturnType<typeof useBulk>;

import { type KeyboardEvent, type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { CallRecord, CallTarget } from "@/ipc/bindings";
import type { Item } from "../catalog/items";
import type { Selection } from "../catalog/use-selection";
import { Questions } from "../questions/questions";
import { Outcome } from "../result/outcome";
import { History } from "../run/history";
import { RunBar } from "../run/run-bar";
import { isOf } from "../run/targets";
import type { RunHandle } from "../run/use-run";
import { ItemHeader } from "./header";

export interface DetailFrameProps {
  serverId: string;
  item: Item;
  selection: Selection;
  handle: RunHandle;
  label: string;
  onRun: () => void;
  onInsist?: (() => void) | undefined;
  onReset?: (() => void) | undefined;
  disabled?: boolean;
  /** Calls it with what a call before was called with. */
  onRepeat: (target: CallTarget, timeoutMs?: number) => void;
  onOpen: (record: CallRecord) => void;
  outputSchema?: unknown;
  children?: ReactNode;
}

/** What every thing that can be called looks like: input, call, questions, result, calls before. */
export function DetailFrame({
  serverId,
  item,
  selection,
  handle,
  label,
  onRun,
  onInsist,
  onReset,
  disabled = false,
  onRepeat,
  onOpen,
  outputSchema,
  children,
}: DetailFrameProps) {
  const { t } = useTranslation();
  const { run, running } = handle;
  const id = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    // A question's own form has its own way to be sent.
    if (event.target instanceof HTMLElement && event.target.closest("[data-question]")) return;
    event.preventDefault();
    if (!running && !disabled) onRun();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the button that is in it
    <div
      data-explorer-detail=""
      onKeyDown={onKeyDown}
      className="flex flex-col gap-6 px-4 py-4 sm:px-6"
    >
      <ItemHeader item={item} />
      {children}
      <RunBar
        label={label}
        run={run}
        onRun={onRun}
        onCancel={handle.cancel}
        onInsist={onInsist}
        onReset={onReset}
        disabled={disabled}
      />
      {run && <Questions questions={run.questions} onAnswer={handle.answer} />}
      <section
        id={id}
        aria-live="polite"
        aria-busy={running}
        aria-label={t("explorer.result.title")}
        className="empty:hidden"
      >
        {run && !running && (
          <Outcome
            run={run}
            outputSchema={outputSchema}
            onRetry={(timeoutMs) => onRepeat(run.target, timeoutMs)}
          />
        )}
      </section>
      <History
        serverId={serverId}
        of={isOf(selection)}
        shown={run?.record?.id}
        onOpen={onOpen}
        onRepeat={(record) => onRepeat(record.target)}
        disabled={running}
      />
    </div>
  );
}

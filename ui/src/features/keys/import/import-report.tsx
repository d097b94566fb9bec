import { CircleCheck, FileWarning, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { CopyButton } from "@/components/copy-button";
import { Dialog } from "@/components/dialog";
import type { KeyImportReport } from "@/ipc/bindings";
import { visible } from "@/lib/visible";
import { UseNames } from "../change/use-names";
import { useKeyActions } from "../key-actions";
import { ProblemLines } from "./import-problems";
import { type Entry, skippedOf } from "./model";

export interface ImportReportProps {
  report: KeyImportReport;
  /** What was asked for. */
  entries: readonly Entry[];
  serverName: (id: string) => string;
  /** Looks again at what is left. */
  onAgain: () => void;
  onClose: () => void;
}

/** What an import did, what it did not, and what is left for a person to do. */
export function ImportReport({ report, entries, serverName, onAgain, onClose }: ImportReportProps) {
  const { t } = useTranslation();
  const { control } = useKeyActions();
  const { stored, replaced_in, to_restart, skipped, still_in } = report;
  const done = stored.length + replaced_in.length > 0;
  const restarts = to_restart.length > 0;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t(done ? "key_import.done.title" : "key_import.import_failed")}
      footer={
        <>
          <Button
            variant="quiet"
            className="mr-auto"
            data-testid="key-import-again"
            onClick={onAgain}
          >
            {t("key_import.done.again")}
          </Button>
          <Button
            variant={restarts ? "quiet" : "primary"}
            autoFocus={!restarts}
            data-testid="key-import-close"
            onClick={onClose}
          >
            {t(restarts ? "keys.later" : "key_import.done.close")}
          </Button>
          {restarts && (
            <Button
              variant="primary"
              autoFocus
              data-testid="key-import-restart"
              onClick={() => {
                control(to_restart, "restart");
                onClose();
              }}
            >
              <RotateCw aria-hidden size={14} />
              {t("keys.restart_servers", { count: to_restart.length })}
            </Button>
          )}
        </>
      }
    >
      <div data-testid="key-import-report" className="flex flex-col gap-4">
        {stored.length > 0 && (
          <Done text={t("key_import.done.stored", { count: stored.length })}>
            <span className="break-all font-mono text-small">{stored.join(", ")}</span>
          </Done>
        )}
        {replaced_in.length > 0 && (
          <Done text={t("key_import.done.replaced", { count: replaced_in.length })}>
            <span className="break-words">
              {replaced_in.map((id) => visible(serverName(id))).join(", ")}
            </span>
          </Done>
        )}
        {restarts && (
          <Part title={t("key_import.done.restart", { count: to_restart.length })}>
            <UseNames uses={to_restart} testId="key-import-to-restart" />
          </Part>
        )}
        {skipped.length > 0 && (
          <Part title={t("key_import.done.skipped", { count: skipped.length })}>
            <ProblemLines problems={skippedOf(skipped, entries)} testId="key-import-skipped" />
          </Part>
        )}
        {still_in.length > 0 && <StillIn files={still_in} />}
      </div>
    </Dialog>
  );
}

function Done({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className="flex items-start gap-2.5">
      <CircleCheck aria-hidden size={16} className="mt-0.5 shrink-0 text-up" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{text}</p>
        <p className="select-text text-muted">{children}</p>
      </div>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-pretty font-medium">{title}</h3>
      {children}
    </section>
  );
}

/** The values are safe now; what still shows them is nobody's but the person's. */
function StillIn({ files }: { files: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <section data-testid="key-import-still-in" className="rounded-card bg-warn-tint p-4">
      <div className="flex items-start gap-2.5">
        <FileWarning aria-hidden size={16} className="mt-0.5 shrink-0 text-warn" />
        <div className="min-w-0 flex-1">
          <h3 className="text-pretty font-semibold">
            {t("key_import.done.still_in", { count: files.length })}
          </h3>
          <p className="mt-0.5 text-pretty">
            {t("key_import.done.clean", { count: files.length })}
          </p>
          <ul className="mt-1.5">
            {files.map((file) => (
              <li key={file} className="flex items-start gap-1">
                <code className="min-w-0 select-text break-all py-0.5 font-mono text-small">
                  {visible(file)}
                </code>
                <CopyButton text={file} label={t("keys.vault.copy_path")} />
              </li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}

import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import type { BulkOutcome } from "./use-bulk";

export interface BulkReportProps {
  outcome: BulkOutcome;
  onClose: () => void;
}

/** Which servers something could not be done to, and why, each with what to do. */
export function BulkReport({ outcome, onClose }: BulkReportProps) {
  const { t } = useTranslation();
  const { action, asked, failed } = outcome;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t(`servers.bulk.not_done.${action}`, { count: failed.length, asked })}
      footer={
        <Button data-testid="bulk-report-close" onClick={onClose}>
          {t("common.close")}
        </Button>
      }
    >
      <ul className="flex flex-col" data-testid="bulk-report">
        {failed.map(({ id, name, problem }) => (
          <li key={id} className="border-border border-t py-2.5 first:border-t-0">
            <h3 className="break-words font-medium">{name}</h3>
            <p className="mt-0.5 break-words">{problem.message}</p>
            {problem.hint && <p className="break-words text-muted">{problem.hint}</p>}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { FieldCaution } from "@/components/field";
import { ProblemNotice } from "@/components/problem-notice";
import { useToasts } from "@/components/toast-store";
import type { KeyUse, KeyView, Problem, RemoveKey, VaultView } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { useKeyChange } from "@/ipc/key-queries";
import { useNetwork } from "@/ipc/network-queries";
import { referenceOf } from "@/lib/key-reference";
import { UseNames } from "./use-names";

export interface RemoveDialogProps {
  row: KeyView;
  vault: VaultView;
  onClose: () => void;
}

/** Asks before a key is removed: its value cannot be brought back. */
export function RemoveDialog({ row, vault, onClose }: RemoveDialogProps) {
  const { t } = useTranslation();
  const show = useToasts((store) => store.show);
  const [problem, setProblem] = useState<Problem | null>(null);
  const remove = useKeyChange((client, request: RemoveKey) => client.keysRemove(request));
  // Known, or said by the console where a server began to use it meanwhile.
  const inUse = problem?.code === "key_in_use";
  const uses = row.used_by.length > 0 ? row.used_by : inUse ? usesOf(problem) : [];
  const byProxy = useNetwork().data?.proxy?.includes(referenceOf(row.name)) ?? false;
  const used = inUse || byProxy || uses.length > 0;
  const confirm = async () => {
    try {
      // By then the key is gone from the list, and with it this dialog.
      await remove.mutateAsync({ name: row.name, force: used });
      onClose();
      show({ title: t("keys.removed", { name: row.name }) });
    } catch (thrown) {
      setProblem(toProblem(thrown));
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("keys.remove_title", { name: row.name })}
      description={t(`keys.remove_text.${row.status === "lost" ? "lost" : vault.kind}`)}
      footer={
        <>
          <Button variant="quiet" autoFocus onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            loading={remove.isPending}
            data-testid="remove-key-confirm"
            onClick={() => void confirm()}
          >
            <span className="text-danger">
              {t(used ? "keys.remove_anyway" : "keys.remove_confirm")}
            </span>
          </Button>
        </>
      }
    >
      {(used || problem) && (
        <div className="flex flex-col gap-3">
          {problem && !inUse && <ProblemNotice title={t("keys.remove_failed")} problem={problem} />}
          {used && (
            <>
              {uses.length > 0 && (
                <>
                  <FieldCaution>{t("keys.remove_used", { count: uses.length })}</FieldCaution>
                  <UseNames uses={uses} testId="remove-used-by" />
                </>
              )}
              {byProxy && <FieldCaution>{t("keys.remove_used_proxy")}</FieldCaution>}
              {inUse && !byProxy && uses.length === 0 && (
                <FieldCaution>{problem.message}</FieldCaution>
              )}
            </>
          )}
        </div>
      )}
    </Dialog>
  );
}

/** The servers that a refusal names. */
function usesOf(problem: Problem): KeyUse[] {
  const { details } = problem;
  if (typeof details !== "object" || details === null || !("servers" in details)) return [];
  if (!Array.isArray(details.servers)) return [];
  return details.servers
    .filter((one): one is string => typeof one === "string")
    .map((server) => ({ server, name: server, fields: [], is_running: false, is_outdated: false }));
}

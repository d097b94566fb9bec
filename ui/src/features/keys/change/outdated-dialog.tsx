import { RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import type { KeyUse } from "@/ipc/bindings";
import { useKeyActions } from "../key-actions";
import { UseNames } from "./use-names";

export interface OutdatedDialogProps {
  name: string;
  /** Servers that run with the old value. */
  uses: readonly KeyUse[];
  onClose: () => void;
}

/** The value was changed: who still runs with the old one, and whether they restart now. */
export function OutdatedDialog({ name, uses, onClose }: OutdatedDialogProps) {
  const { t } = useTranslation();
  const { control } = useKeyActions();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("keys.rotated", { name })}
      description={t("keys.outdated_text", { count: uses.length })}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("keys.later")}
          </Button>
          <Button
            variant="primary"
            autoFocus
            data-testid="restart-outdated"
            onClick={() => {
              control(uses, "restart");
              onClose();
            }}
          >
            <RotateCw aria-hidden size={14} />
            {t("keys.restart_servers", { count: uses.length })}
          </Button>
        </>
      }
    >
      <UseNames uses={uses} testId="outdated-servers" />
    </Dialog>
  );
}

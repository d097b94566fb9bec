import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/problem-notice";
import { useToasts } from "@/components/toast-store";
import type { VaultView } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { useKeyChange } from "@/ipc/key-queries";

export interface KeychainDialogProps {
  vault: VaultView;
  onClose: () => void;
}

/** The way back from the file to the system's keychain. */
export function KeychainDialog({ vault, onClose }: KeychainDialogProps) {
  const { t } = useTranslation();
  const show = useToasts((store) => store.show);
  const choose = useKeyChange((client, _: null) => client.vaultChoose({ kind: "keychain" }));
  const open = vault.status === "ready";
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("keys.vault.keychain_title")}
      description={t(open ? "keys.vault.keychain_text" : "keys.vault.keychain_text_closed")}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            variant="primary"
            autoFocus
            loading={choose.isPending}
            data-testid="vault-keychain-submit"
            onClick={() =>
              choose.mutate(null, {
                onSuccess: () => {
                  onClose();
                  show({ title: t("keys.vault.keychain_chosen"), tone: "good" });
                },
              })
            }
          >
            {t(open ? "keys.vault.keychain_submit" : "keys.vault.keychain_submit_closed")}
          </Button>
        </>
      }
    >
      {choose.error && (
        <ProblemNotice title={t("keys.vault.keychain_failed")} problem={toProblem(choose.error)} />
      )}
    </Dialog>
  );
}

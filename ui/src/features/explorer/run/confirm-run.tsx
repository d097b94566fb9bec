import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { visible } from "@/lib/visible";

export interface ConfirmRunProps {
  tool: string;
  onRun: () => void;
  onClose: () => void;
}

/** A tool that says that it destroys something is run after a second thought. */
export function ConfirmRun({ tool, onRun, onClose }: ConfirmRunProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("explorer.confirm.title", { tool: visible(tool) })}
      description={t("explorer.confirm.text")}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" autoFocus data-testid="explorer-confirm-run" onClick={onRun}>
            {t("explorer.confirm.run")}
          </Button>
        </>
      }
    >
      <p className="text-muted">{t("explorer.confirm.once")}</p>
    </Dialog>
  );
}

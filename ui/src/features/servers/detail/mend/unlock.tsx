import { Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Skeleton } from "@/components/skeleton";
import { useKeys } from "@/ipc/key-queries";
import { UnlockVault } from "../../keys/unlock-vault";

export interface UnlockProps {
  busy: boolean;
  onUnlocked: () => void;
}

/** Opens the vault that a server's keys are in; where it was opened meanwhile, only starts it. */
export function Unlock({ busy, onUnlocked }: UnlockProps) {
  const { t } = useTranslation();
  const keys = useKeys();
  if (keys.isPending) return <Skeleton className="h-8 w-40" />;
  const vault = keys.data?.vault;
  if (!vault || vault.status === "ready") {
    return (
      <Button variant="primary" loading={busy} data-testid="mend-retry" onClick={onUnlocked}>
        <Play aria-hidden size={14} />
        {t("servers.actions.retry")}
      </Button>
    );
  }
  return (
    <UnlockVault
      vault={vault}
      primary
      busy={busy}
      label={t("detail.mend.unlock_start")}
      onUnlocked={onUnlocked}
    />
  );
}

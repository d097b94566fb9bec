import { RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { useKeys } from "@/ipc/key-queries";
import { keysOf } from "../keys/keys-of";
import { needsRestart, type Row } from "../model";
import { useServerActions } from "../server-actions";

/** Says that what runs is not what is configured, or not with the keys' present values. */
export function RestartNotice({ row }: { row: Row }) {
  const { t } = useTranslation();
  const actions = useServerActions();
  const list = useKeys().data;
  if (!needsRestart(row)) return null;
  const keys = keysOf(list, row.id).filter(({ use }) => use.is_outdated);
  const names = keys.map(({ name }) => name).join(", ");
  return (
    <div
      role="status"
      data-testid="restart-notice"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-border border-b bg-progress-tint px-4 py-2 sm:px-6"
    >
      <span className="min-w-0 flex-1">
        {keys.length > 0
          ? t("page.restart_keys", { count: keys.length, names })
          : t("page.restart_needed")}
      </span>
      <Button size="small" onClick={() => actions.run(row, "restart")}>
        <RotateCw aria-hidden size={13} />
        {t("servers.actions.restart")}
      </Button>
    </div>
  );
}

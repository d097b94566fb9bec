import { RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { needsRestart, type Row } from "../model";
import { useServerActions } from "../server-actions";

/** Says that what runs is not what is configured. */
export function RestartNotice({ row }: { row: Row }) {
  const { t } = useTranslation();
  const actions = useServerActions();
  if (!needsRestart(row)) return null;
  return (
    <div
      role="status"
      data-testid="restart-notice"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-border border-b bg-progress-tint px-4 py-2 sm:px-6"
    >
      <span className="min-w-0 flex-1">{t("page.restart_needed")}</span>
      <Button size="small" onClick={() => actions.run(row, "restart")}>
        <RotateCw aria-hidden size={13} />
        {t("servers.actions.restart")}
      </Button>
    </div>
  );
}

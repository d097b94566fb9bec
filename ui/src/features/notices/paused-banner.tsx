import { BellOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";

/** That the system shows no notifications now, and how it shows them again. */
export function PausedBanner({ onResume }: { onResume: () => void }) {
  const { t } = useTranslation();
  return (
    <div
      data-testid="notices-paused"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card bg-warn-tint px-4 py-2.5"
    >
      <BellOff aria-hidden size={16} className="shrink-0 text-warn" />
      <p className="min-w-40 flex-1">
        <span className="font-medium">{`${t("notices.paused")}.`}</span>{" "}
        <span className="text-muted">{t("notices.paused_text")}</span>
      </p>
      <Button size="small" onClick={onResume} data-testid="notices-resume">
        {t("notices.resume")}
      </Button>
    </div>
  );
}

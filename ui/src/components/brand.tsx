import { SquareTerminal } from "lucide-react";
import { useTranslation } from "react-i18next";

/** The program's mark and name. */
export function Brand({ markOnly = false }: { markOnly?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="flex min-w-0 items-center gap-2.5">
      <span className="flex size-6 shrink-0 items-center justify-center rounded-control bg-accent text-on-accent">
        <SquareTerminal aria-hidden size={15} />
      </span>
      <span className={markOnly ? "sr-only" : "truncate font-semibold"}>{t("app.name")}</span>
    </div>
  );
}

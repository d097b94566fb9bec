import { CircleCheck, CircleX, type LucideIcon, TriangleAlert, Wrench } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import type { Check, CheckStatus } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { useCheckName } from "./check-names";
import { FixText } from "./fix-text";

/** A shape and a colour for each finding; the words stand beside them. */
export const STATUS_LOOKS: Record<CheckStatus, { icon: LucideIcon; text: string; tint: string }> = {
  ok: { icon: CircleCheck, text: "text-up", tint: "bg-up-tint" },
  warn: { icon: TriangleAlert, text: "text-warn", tint: "bg-warn-tint" },
  fail: { icon: CircleX, text: "text-danger", tint: "bg-danger-tint" },
};

export interface CheckRowProps {
  check: Check;
  /** Its fix is being applied. */
  applying: boolean;
  /** Something runs, so that nothing else may. */
  busy: boolean;
  onApply: () => void;
}

/** One check: what it looked at, what it found, what to do. */
export function CheckRow({ check, applying, busy, onApply }: CheckRowProps) {
  const { t } = useTranslation();
  const nameOf = useCheckName();
  const { icon: Icon, text } = STATUS_LOOKS[check.status];
  return (
    <li
      data-testid={`check-${check.id}`}
      data-status={check.status}
      className="flex items-start gap-3 px-4 py-2.5"
    >
      <Icon aria-hidden size={16} className={cx("mt-0.5 shrink-0", text)} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{nameOf(check.id)}</span>
          <span className={cx("text-small", check.status === "ok" ? "text-muted" : text)}>
            {t(`doctor.statuses.${check.status}`)}
          </span>
        </p>
        <p className="select-text break-words text-muted">{check.message}</p>
        {check.fix && (
          <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-2">
            <div className="min-w-60 flex-1 select-text">
              <span className="sr-only">{`${t("doctor.fix")}: `}</span>
              <FixText fix={check.fix} />
            </div>
            {check.fixable && (
              <Button
                size="small"
                loading={applying}
                disabled={busy && !applying}
                onClick={onApply}
                data-testid={`apply-${check.id}`}
              >
                <Wrench aria-hidden size={13} />
                {t("doctor.apply")}
              </Button>
            )}
          </div>
        )}
      </div>
    </li>
  );
}

import { CircleCheck, CircleDashed, CircleX, Lock, type LucideIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import type { ShownStatus } from "./model";

/** A shape, a word and a colour for each; what is in order stands back. */
const LOOKS: Record<ShownStatus, { icon: LucideIcon; look: string }> = {
  ready: { icon: CircleCheck, look: "bg-stopped-tint text-stopped" },
  lost: { icon: CircleX, look: "bg-danger-tint text-danger" },
  unavailable: { icon: Lock, look: "bg-warn-tint text-warn" },
  missing: { icon: CircleDashed, look: "bg-danger-tint text-danger" },
};

/** Whether a key's value can be read. */
export function StatusBadge({ status, name }: { status: ShownStatus; name: string }) {
  const { t } = useTranslation();
  const { icon: Icon, look } = LOOKS[status];
  return (
    <span
      data-testid={`key-status-${name}`}
      data-status={status}
      title={t(`keys.status_help.${status}`)}
      className={cx(
        "inline-flex h-5 max-w-full items-center gap-1 rounded-full pr-2 pl-1.5 font-medium text-small",
        look,
      )}
    >
      <Icon aria-hidden size={12} className="shrink-0" />
      <span className="truncate">{t(`keys.status.${status}`)}</span>
    </span>
  );
}

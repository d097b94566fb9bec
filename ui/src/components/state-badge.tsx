import {
  CircleCheck,
  CircleDashed,
  CircleStop,
  CircleX,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  ShieldQuestionMark,
  TriangleAlert,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ServerState } from "@/ipc/bindings";
import { cx } from "@/lib/cx";

type Shown = ServerState | "needs_approval";

/** A shape, a word and a colour for each state; the shapes differ without the colours. */
const LOOKS: Record<Shown, { icon: LucideIcon; text: string; tint: string; moves?: boolean }> = {
  stopped: { icon: CircleStop, text: "text-stopped", tint: "bg-stopped-tint" },
  starting: { icon: LoaderCircle, text: "text-progress", tint: "bg-progress-tint", moves: true },
  up: { icon: CircleCheck, text: "text-up", tint: "bg-up-tint" },
  degraded: { icon: TriangleAlert, text: "text-warn", tint: "bg-warn-tint" },
  backoff: { icon: Hourglass, text: "text-warn", tint: "bg-warn-tint" },
  failed: { icon: CircleX, text: "text-danger", tint: "bg-danger-tint" },
  stopping: { icon: CircleDashed, text: "text-progress", tint: "bg-progress-tint", moves: true },
  needs_approval: { icon: ShieldQuestionMark, text: "text-warn", tint: "bg-warn-tint" },
};

export interface StateBadgeProps {
  state: Shown;
  /** A state of the past: nothing moves. */
  past?: boolean;
  "data-testid"?: string;
}

/** A server's state. */
export function StateBadge({ state, past = false, "data-testid": testId }: StateBadgeProps) {
  const { t } = useTranslation();
  const { icon: Icon, text, tint, moves } = LOOKS[state];
  return (
    <span
      data-testid={testId}
      data-state={state}
      title={t(`state_help.${state}`)}
      className={cx(
        "inline-flex h-5 max-w-full items-center gap-1 rounded-full pr-2 pl-1.5 font-medium text-small",
        text,
        tint,
      )}
    >
      <Icon aria-hidden size={12} className={cx("shrink-0", moves && !past && "animate-spin")} />
      <span className="truncate">{t(`states.${state}`)}</span>
    </span>
  );
}

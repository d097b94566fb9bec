import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  sentence: string;
  action?: ReactNode;
  children?: ReactNode;
}

/** Nothing is here: one sentence, one action, and below it an example. */
export function EmptyState({ icon: Icon, title, sentence, action, children }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-16 text-center">
      <span className="mb-4 flex size-11 items-center justify-center rounded-card border border-border bg-raised text-muted">
        <Icon aria-hidden size={20} />
      </span>
      <h2 className="font-semibold text-section">{title}</h2>
      <p className="mt-1 max-w-96 text-pretty text-muted">{sentence}</p>
      {action && <div className="mt-4">{action}</div>}
      {children}
    </div>
  );
}

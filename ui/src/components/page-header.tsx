import type { ReactNode } from "react";

export interface PageHeaderProps {
  title: string;
  /** Quiet actions first, the primary one last. */
  actions?: ReactNode;
}

/** The top of a page. */
export function PageHeader({ title, actions }: PageHeaderProps) {
  return (
    <header className="flex h-14 shrink-0 items-center gap-4 px-4 sm:px-6">
      <h1 className="min-w-0 flex-1 truncate font-semibold text-title">{title}</h1>
      {actions && <div className="flex items-center gap-2">{actions}</div>}
    </header>
  );
}

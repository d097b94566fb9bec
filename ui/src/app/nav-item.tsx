import type { LucideIcon } from "lucide-react";
import { Link, useLocation } from "wouter";
import { Tooltip } from "@/components/tooltip";
import { cx } from "@/lib/cx";

export interface NavItemProps {
  to: string;
  icon: LucideIcon;
  label: string;
  collapsed: boolean;
  testId: string;
  /** That something in there needs someone. */
  attention?: { count: number; urgent: boolean; text: string } | null;
}

/** One area in the sidebar. */
export function NavItem({ to, icon: Icon, label, collapsed, testId, attention }: NavItemProps) {
  const [path] = useLocation();
  const current = path === to || path.startsWith(`${to}/`);
  const link = (
    <Link
      href={to}
      data-testid={testId}
      aria-label={attention ? `${label}, ${attention.text}` : label}
      aria-current={current ? "page" : undefined}
      className={cx(
        "relative flex h-8 items-center gap-2.5 rounded-control",
        collapsed ? "justify-center" : "px-2",
        current ? "bg-selected font-medium text-text" : "text-muted hover:bg-hover hover:text-text",
      )}
    >
      <Icon aria-hidden size={16} className={current ? "text-accent-text" : undefined} />
      {!collapsed && <span className="flex-1 truncate">{label}</span>}
      {attention && (
        <span
          title={attention.text}
          className={cx(
            "flex h-4 min-w-4 items-center justify-center rounded-full px-1 font-medium text-small tabular-nums",
            attention.urgent ? "bg-danger-tint text-danger" : "bg-warn-tint text-warn",
            collapsed && "absolute top-0 right-0",
          )}
        >
          {attention.count}
        </span>
      )}
    </Link>
  );
  if (!collapsed) return link;
  return (
    <Tooltip content={label} side="right">
      {link}
    </Tooltip>
  );
}

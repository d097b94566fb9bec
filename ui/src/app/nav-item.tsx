import type { LucideIcon } from "lucide-react";
import { Link, useLocation } from "wouter";
import { Badge } from "@/components/badge";
import { Tooltip } from "@/components/tooltip";
import { cx } from "@/lib/cx";

export interface NavItemProps {
  to: string;
  icon: LucideIcon;
  label: string;
  collapsed: boolean;
  testId: string;
  /** That something in there needs someone, or is new. */
  attention?: { count: number; tone: "warn" | "danger" | "accent"; text: string } | null;
}

/** The highest count that has room. */
const MOST = 99;

/** One area in the sidebar. */
export function NavItem({ to, icon: Icon, label, collapsed, testId, attention }: NavItemProps) {
  const [path] = useLocation();
  const current = path === to || path.startsWith(`${to}/`);
  const link = (
    <Link
      href={to}
      data-testid={testId}
      aria-current={current ? "page" : undefined}
      className={cx(
        "relative flex h-8 items-center gap-2.5 rounded-control",
        collapsed ? "justify-center" : "px-2",
        current ? "bg-selected font-medium text-text" : "text-muted hover:bg-hover hover:text-text",
      )}
    >
      <Icon aria-hidden size={16} className={current ? "text-accent-text" : undefined} />
      <span className={collapsed ? "sr-only" : "flex-1 truncate"}>{label}</span>
      {attention && (
        <span className={collapsed ? "absolute top-0 right-0 flex" : "flex"}>
          <span aria-hidden className="flex">
            <Badge tone={attention.tone} title={attention.text}>
              {attention.count > MOST ? `${MOST}+` : attention.count}
            </Badge>
          </span>
          <span className="sr-only">{attention.text}</span>
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

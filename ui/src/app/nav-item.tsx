import type { LucideIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { Badge } from "@/components/badge";
import { Tooltip } from "@/components/tooltip";
import { cx } from "@/lib/cx";
import { paths } from "@/lib/routes";

/** The areas that the sidebar leads to. */
type Area = "servers" | "keys" | "doctor" | "notices" | "settings";

export interface NavItemProps {
  area: Area;
  icon: LucideIcon;
  collapsed: boolean;
  /** How much in there needs someone, or is new. */
  count?: number;
  /** How urgent that is. */
  tone?: "warn" | "danger" | "accent";
  /** The count in words. */
  says?: string;
}

/** The highest counts that have room: beside the name, and above the icon alone. */
const MOST = { named: 99, icon: 9 };

/** One area in the sidebar. */
export function NavItem({
  area,
  icon: Icon,
  collapsed,
  count = 0,
  tone = "accent",
  says = "",
}: NavItemProps) {
  const { t } = useTranslation();
  const [path] = useLocation();
  const to = paths[area]();
  const label = t(`nav.${area}`);
  const most = collapsed ? MOST.icon : MOST.named;
  const current = path === to || path.startsWith(`${to}/`);
  const link = (
    <Link
      href={to}
      data-testid={`nav-${area}`}
      aria-current={current ? "page" : undefined}
      className={cx(
        "relative flex h-8 items-center gap-2.5 rounded-control",
        collapsed ? "justify-center" : "px-2",
        current ? "bg-selected font-medium text-text" : "text-muted hover:bg-hover hover:text-text",
      )}
    >
      <Icon aria-hidden size={16} className={current ? "text-accent-text" : undefined} />
      <span className={collapsed ? "sr-only" : "flex-1 truncate"}>{label}</span>
      {count > 0 && (
        <span className={collapsed ? "absolute -top-0.5 -right-0.5 flex" : "flex"}>
          <span aria-hidden className="flex">
            <Badge tone={tone} title={says}>
              {count > most ? `${most}+` : count}
            </Badge>
          </span>
          <span className="sr-only">{says}</span>
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

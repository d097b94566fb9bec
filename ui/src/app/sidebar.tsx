import {
  Keyboard,
  PanelLeftClose,
  PanelLeftOpen,
  Plug,
  Settings,
  SquareTerminal,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/icon-button";
import { useAttention } from "@/features/servers/use-attention";
import { cx } from "@/lib/cx";
import { paths } from "@/lib/routes";
import { NavItem } from "./nav-item";
import { useSidebar } from "./use-sidebar";

/** The areas of the window. */
export function Sidebar({ onShowShortcuts }: { onShowShortcuts: () => void }) {
  const { t } = useTranslation();
  const { collapsed, fixed, toggle } = useSidebar();
  const attention = useAttention();
  return (
    <aside
      className={cx(
        "flex shrink-0 flex-col border-border border-r bg-background",
        collapsed ? "w-sidebar-icons" : "w-sidebar",
      )}
    >
      <div
        className={cx(
          "flex h-14 shrink-0 items-center gap-2.5",
          collapsed ? "justify-center" : "px-4",
        )}
      >
        <span className="flex size-6 items-center justify-center rounded-control bg-accent text-on-accent">
          <SquareTerminal aria-hidden size={15} />
        </span>
        <span className={cx("truncate font-semibold", collapsed && "sr-only")}>
          {t("app.name")}
        </span>
      </div>
      <nav aria-label={t("nav.label")} className="flex flex-1 flex-col gap-0.5 px-2">
        <NavItem
          to={paths.servers()}
          icon={Plug}
          label={t("nav.servers")}
          collapsed={collapsed}
          testId="nav-servers"
          attention={
            attention.count > 0
              ? { ...attention, text: t("nav.attention", { count: attention.count }) }
              : null
          }
        />
        <span className="flex-1" />
        <NavItem
          to={paths.settings()}
          icon={Settings}
          label={t("nav.settings")}
          collapsed={collapsed}
          testId="nav-settings"
        />
      </nav>
      <div
        className={cx("flex gap-1 p-2", collapsed ? "flex-col items-center" : "justify-between")}
      >
        <IconButton
          icon={Keyboard}
          label={t("nav.shortcuts")}
          side="right"
          onClick={onShowShortcuts}
        />
        {!fixed && (
          <IconButton
            icon={collapsed ? PanelLeftOpen : PanelLeftClose}
            label={collapsed ? t("nav.expand") : t("nav.collapse")}
            side="right"
            onClick={toggle}
          />
        )}
      </div>
    </aside>
  );
}

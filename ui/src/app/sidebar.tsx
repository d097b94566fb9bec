import {
  Bell,
  Keyboard,
  PanelLeftClose,
  PanelLeftOpen,
  Plug,
  Settings,
  Stethoscope,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { Brand } from "@/components/brand";
import { IconButton } from "@/components/icon-button";
import { useAttention } from "@/features/servers/use-attention";
import { useDoctor } from "@/ipc/doctor-queries";
import { useNotices } from "@/ipc/notice-queries";
import { cx } from "@/lib/cx";
import { paths } from "@/lib/routes";
import { NavItem } from "./nav-item";
import { openShortcuts } from "./overlay-store";
import { useSidebar } from "./use-sidebar";

/** The areas of the window. */
export function Sidebar() {
  const { t } = useTranslation();
  const { collapsed, fixed, toggle } = useSidebar();
  const attention = useAttention();
  const unread = useNotices().data?.unread ?? 0;
  const failing = useDoctor().data?.checks.filter((check) => check.status === "fail").length ?? 0;
  return (
    <aside
      className={cx(
        "flex shrink-0 flex-col border-border border-r bg-background",
        collapsed ? "w-sidebar-icons" : "w-sidebar",
      )}
    >
      <div className={cx("flex h-14 shrink-0 items-center", collapsed ? "justify-center" : "px-4")}>
        <Brand markOnly={collapsed} />
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
              ? {
                  count: attention.count,
                  tone: attention.urgent ? "danger" : "warn",
                  text: t("nav.attention", { count: attention.count }),
                }
              : null
          }
        />
        <NavItem
          to={paths.doctor()}
          icon={Stethoscope}
          label={t("nav.doctor")}
          collapsed={collapsed}
          testId="nav-doctor"
          attention={
            failing > 0
              ? {
                  count: failing,
                  tone: "danger",
                  text: t("nav.doctor_fails", { count: failing }),
                }
              : null
          }
        />
        <span className="flex-1" />
        <NavItem
          to={paths.notices()}
          icon={Bell}
          label={t("nav.notices")}
          collapsed={collapsed}
          testId="nav-notices"
          attention={
            unread > 0
              ? { count: unread, tone: "accent", text: t("nav.unread", { count: unread }) }
              : null
          }
        />
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
          onClick={openShortcuts}
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

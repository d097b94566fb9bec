import {
  Bell,
  Keyboard,
  KeyRound,
  PanelLeftClose,
  PanelLeftOpen,
  Plug,
  Settings,
  Stethoscope,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { Brand } from "@/components/brand";
import { IconButton } from "@/components/icon-button";
import { useKeyAttention } from "@/features/keys/use-attention";
import { useAttention } from "@/features/servers/use-attention";
import { useDoctor } from "@/ipc/doctor-queries";
import { useNotices } from "@/ipc/notice-queries";
import { cx } from "@/lib/cx";
import { NavItem } from "./nav-item";
import { openShortcuts } from "./overlay-store";
import { useSidebar } from "./use-sidebar";

/** The areas of the window. */
export function Sidebar() {
  const { t } = useTranslation();
  const { collapsed, fixed, toggle } = useSidebar();
  const attention = useAttention();
  const keys = useKeyAttention();
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
          area="servers"
          icon={Plug}
          collapsed={collapsed}
          count={attention.count}
          tone={attention.urgent ? "danger" : "warn"}
          says={t("nav.attention", { count: attention.count })}
        />
        <NavItem
          area="keys"
          icon={KeyRound}
          collapsed={collapsed}
          count={keys.count + (keys.closed ? 1 : 0)}
          tone={keys.count > 0 ? "danger" : "warn"}
          says={[
            keys.closed && t("nav.keys_closed"),
            keys.count > 0 && t("nav.keys_attention", { count: keys.count }),
          ]
            .filter(Boolean)
            .join(". ")}
        />
        <NavItem
          area="doctor"
          icon={Stethoscope}
          collapsed={collapsed}
          count={failing}
          tone="danger"
          says={t("nav.doctor_fails", { count: failing })}
        />
        <span className="flex-1" />
        <NavItem
          area="notices"
          icon={Bell}
          collapsed={collapsed}
          count={unread}
          tone="accent"
          says={t("nav.unread", { count: unread })}
        />
        <NavItem area="settings" icon={Settings} collapsed={collapsed} />
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

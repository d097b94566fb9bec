import { Copy, Hash, PanelRightOpen, Pencil, ScrollText, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { MenuItem, MenuSeparator } from "@/components/dropdown-menu";
import { ACTION_ICONS } from "./action-looks";
import { actionsFor, type Row } from "./model";
import { useServerActions } from "./server-actions";

export interface ServerMenuProps {
  row: Row;
  /** It is the menu of the server's own page. */
  onPage?: boolean;
}

/** The items of a server's menu. */
export function ServerMenu({ row, onPage = false }: ServerMenuProps) {
  const { t } = useTranslation();
  const actions = useServerActions();
  const possible = actionsFor(row);
  return (
    <>
      {possible.map((action, i) => (
        <MenuItem
          key={action}
          icon={ACTION_ICONS[action]}
          label={t(
            `servers.actions.${action === "start" && row.state === "backoff" ? "start_now" : action}`,
          )}
          {...(action === "restart" ? { shortcut: "r" } : i === 0 ? { shortcut: "s" } : {})}
          data-testid={`server-${action}-${row.id}`}
          onSelect={() => actions.run(row, action)}
        />
      ))}
      {possible.length > 0 && <MenuSeparator />}
      {!onPage && (
        <MenuItem
          icon={PanelRightOpen}
          label={t("servers.actions.open")}
          data-testid={`server-open-${row.id}`}
          onSelect={() => actions.open(row)}
        />
      )}
      <MenuItem
        icon={ScrollText}
        label={t("servers.actions.logs")}
        shortcut="l"
        data-testid={`server-logs-${row.id}`}
        onSelect={() => actions.open(row, "log")}
      />
      <MenuItem
        icon={Pencil}
        label={t("servers.actions.edit")}
        shortcut="e"
        data-testid={`server-edit-${row.id}`}
        onSelect={() => actions.edit(row)}
      />
      <MenuItem
        icon={Copy}
        label={t(row.kind === "http" ? "servers.actions.copy_url" : "servers.actions.copy_command")}
        onSelect={() => actions.copy(row.target)}
      />
      <MenuItem
        icon={Hash}
        label={t("servers.actions.copy_id")}
        onSelect={() => actions.copy(row.id)}
      />
      <MenuSeparator />
      <MenuItem
        icon={Trash2}
        label={t("servers.actions.remove")}
        shortcut={t("shortcuts.keys.delete")}
        danger
        data-testid={`server-remove-${row.id}`}
        onSelect={() => actions.remove(row)}
      />
    </>
  );
}

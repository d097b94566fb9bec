import { Ellipsis, Pencil, RotateCw, ScrollText, Square } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { DropdownMenu } from "@/components/dropdown-menu";
import { IconButton } from "@/components/icon-button";
import { ACTION_ICONS } from "../action-looks";
import { actionsFor, type Row } from "../model";
import { useServerActions } from "../server-actions";
import { ServerMenu } from "../server-menu";

export interface RowActionsProps {
  row: Row;
  active: boolean;
  /** Only the toggle and the menu. */
  compact: boolean;
  onMenuClose: () => void;
}

/** What can be done to a server, at the end of its row; more of it where pointer or keyboard is. */
export function RowActions({ row, active, compact, onMenuClose }: RowActionsProps) {
  const { t } = useTranslation();
  const actions = useServerActions();
  const possible = actionsFor(row);
  const [first] = possible;
  const tabIndex = active ? 0 : -1;
  const of = (action: string) => t("servers.actions.of", { action, name: row.name });
  return (
    <div className="flex items-center gap-0.5">
      {!compact && first !== "approve" && (
        <div className="absolute top-1/2 right-full hidden -translate-y-1/2 items-center gap-0.5 rounded-control bg-hover pl-1 focus-within:flex group-hover:flex group-data-active:group-focus-within/grid:flex group-aria-selected:bg-selected">
          {possible.includes("restart") && (
            <IconButton
              icon={RotateCw}
              label={of(t("servers.actions.restart"))}
              tooltip={t("servers.actions.restart")}
              size="small"
              tabIndex={tabIndex}
              onClick={() => actions.run(row, "restart")}
            />
          )}
          <IconButton
            icon={ScrollText}
            label={of(t("servers.actions.logs"))}
            tooltip={t("servers.actions.logs")}
            size="small"
            tabIndex={tabIndex}
            onClick={() => actions.open(row, "log")}
          />
          <IconButton
            icon={Pencil}
            label={of(t("servers.actions.edit"))}
            tooltip={t("servers.actions.edit")}
            size="small"
            tabIndex={tabIndex}
            onClick={() => actions.edit(row)}
          />
        </div>
      )}
      {first === "approve" ? (
        <Button
          size="small"
          tabIndex={tabIndex}
          className={compact ? "h-6" : "absolute top-1/2 right-8 h-6 -translate-y-1/2"}
          aria-label={of(t("servers.actions.approve"))}
          data-testid={`server-approve-${row.id}`}
          onClick={() => actions.run(row, "approve")}
        >
          {t("servers.actions.approve_short")}
        </Button>
      ) : (
        <IconButton
          icon={first ? ACTION_ICONS[first] : Square}
          label={of(t(`servers.actions.${first ?? "stop"}`))}
          tooltip={t(`servers.actions.${first ?? "stop"}`)}
          size="small"
          tabIndex={tabIndex}
          disabled={!first}
          data-testid={`server-toggle-${row.id}`}
          onClick={() => first && actions.run(row, first)}
        />
      )}
      <DropdownMenu
        onCloseFocus={onMenuClose}
        trigger={
          <IconButton
            icon={Ellipsis}
            label={t("servers.actions.more", { name: row.name })}
            size="small"
            tabIndex={tabIndex}
            data-testid={`server-menu-${row.id}`}
          />
        }
      >
        <ServerMenu row={row} />
      </DropdownMenu>
    </div>
  );
}

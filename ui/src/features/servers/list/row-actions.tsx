import { Ellipsis, RotateCw, ScrollText, Square } from "lucide-react";
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

/** Seen under the pointer and where the keyboard is. */
const ON_DEMAND =
  "opacity-0 focus-visible:opacity-100 group-hover:opacity-100 group-data-active:group-focus-within/grid:opacity-100";

/** What can be done to a server, at the end of its row. */
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
        <>
          <IconButton
            icon={ScrollText}
            label={of(t("servers.actions.logs"))}
            tooltip={t("servers.actions.logs")}
            size="small"
            tabIndex={tabIndex}
            className={ON_DEMAND}
            onClick={() => actions.open(row, "log")}
          />
          <IconButton
            icon={RotateCw}
            label={of(t("servers.actions.restart"))}
            tooltip={t("servers.actions.restart")}
            size="small"
            tabIndex={tabIndex}
            className={possible.includes("restart") ? ON_DEMAND : "invisible"}
            onClick={() => actions.run(row, "restart")}
          />
        </>
      )}
      {first === "approve" ? (
        <Button
          size="small"
          tabIndex={tabIndex}
          className="h-6"
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

import { Ellipsis, FlaskConical, Plus, Replace, RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { DropdownMenu } from "@/components/dropdown-menu";
import { IconButton } from "@/components/icon-button";
import { openAbove } from "../go-to";
import { useKeyActions } from "../key-actions";
import { KeyMenu } from "../key-menu";
import { canTest } from "../kinds";
import { outdatedOf, type Row } from "../model";
import { useIsTesting } from "../testing";

export interface RowActionsProps {
  row: Row;
  active: boolean;
  /** Only the menu. */
  compact: boolean;
  onMenuClose: () => void;
}

/** What can be done to a key, at the end of its row; more of it where pointer or keyboard is. */
export function RowActions({ row, active, compact, onMenuClose }: RowActionsProps) {
  const { t } = useTranslation();
  const actions = useKeyActions();
  const testing = useIsTesting(row.key);
  const tabIndex = active ? 0 : -1;
  const { key, name } = row;
  const of = (action: string) => t("servers.actions.of", { action, name });
  if (!key) {
    return (
      <Button
        size="small"
        tabIndex={tabIndex}
        className="h-6"
        aria-label={of(t("keys.add"))}
        data-testid={`key-add-${name}`}
        onClick={() => openAbove("add", name)}
      >
        <Plus aria-hidden size={13} />
        {t("keys.add")}
      </Button>
    );
  }
  const outdated = outdatedOf(key.used_by);
  return (
    <div className="flex items-center gap-0.5">
      {!compact && (
        <div className="absolute top-1/2 right-full hidden -translate-y-1/2 items-center gap-0.5 rounded-control bg-hover pl-1 focus-within:flex group-hover:flex group-data-active:group-focus-within/grid:flex">
          {outdated.length > 0 && (
            <IconButton
              icon={RotateCw}
              label={of(t("keys.restart_servers", { count: outdated.length }))}
              tooltip={t("keys.restart_servers", { count: outdated.length })}
              size="small"
              tabIndex={tabIndex}
              onClick={() => actions.control(outdated, "restart")}
            />
          )}
          {canTest(key) && (
            <IconButton
              icon={FlaskConical}
              label={of(t("keys.actions.test"))}
              tooltip={t("keys.actions.test")}
              size="small"
              tabIndex={tabIndex}
              disabled={testing}
              onClick={() => actions.test(key)}
            />
          )}
          <IconButton
            icon={Replace}
            label={of(t("keys.actions.rotate"))}
            tooltip={t("keys.actions.rotate")}
            size="small"
            tabIndex={tabIndex}
            onClick={() => openAbove("rotate", name)}
          />
        </div>
      )}
      <DropdownMenu
        onCloseFocus={onMenuClose}
        trigger={
          <IconButton
            icon={Ellipsis}
            label={t("servers.actions.more", { name })}
            size="small"
            tabIndex={tabIndex}
            data-testid={`key-menu-${name}`}
          />
        }
      >
        <KeyMenu row={key} />
      </DropdownMenu>
    </div>
  );
}

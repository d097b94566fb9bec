import { Ellipsis } from "lucide-react";
import { useTranslation } from "react-i18next";
import { DropdownMenu } from "@/components/dropdown-menu";
import { HeaderAction } from "@/components/header-action";
import { IconButton } from "@/components/icon-button";
import { PageHeader } from "@/components/page-header";
import { StateBadge } from "@/components/state-badge";
import { paths, type ServerTab } from "@/lib/routes";
import { ACTION_ICONS } from "../action-looks";
import { type Action, actionsFor, isAsleep, isInTrouble, type Row, shownState } from "../model";
import { useServerActions } from "../server-actions";
import { ServerMenu } from "../server-menu";

export interface ServerHeaderProps {
  id: string;
  row: Row | undefined;
  tab: ServerTab;
}

/** The top of a server's page: where it is, how it is, and what can be done with it. */
export function ServerHeader({ id, row, tab }: ServerHeaderProps) {
  const { t } = useTranslation();
  return (
    <PageHeader
      title={row?.name ?? id}
      crumbs={[{ label: t("nav.servers"), to: paths.servers() }]}
      aside={
        row && (
          <span className="flex shrink-0 items-center gap-2">
            <StateBadge state={shownState(row)} data-testid="server-state" />
            {isAsleep(row) && (
              <span
                className="text-muted text-small max-sm:hidden"
                title={t("state_help.asleep")}
                data-testid="server-asleep"
              >
                {t("servers.asleep")}
              </span>
            )}
          </span>
        )
      }
      actions={row && <HeaderActions row={row} tab={tab} />}
    />
  );
}

/** What the overview offers where something is wrong: there it is the button that matters. */
const MENDING: ReadonlySet<Action> = new Set(["start", "restart", "approve"]);

function HeaderActions({ row, tab }: { row: Row; tab: ServerTab }) {
  const { t } = useTranslation();
  const actions = useServerActions();
  const mended = tab === "overview" && isInTrouble(row);
  const shown = actionsFor(row).filter((action) => !mended || !MENDING.has(action));
  return (
    <>
      {shown.map((action, i) => (
        <HeaderAction
          key={action}
          icon={ACTION_ICONS[action]}
          label={t(`servers.actions.${action}`)}
          variant={action === "start" && !isInTrouble(row) ? "primary" : "secondary"}
          className={i === 0 ? undefined : "max-sm:hidden"}
          data-testid={`page-${action}`}
          onClick={() => actions.run(row, action)}
        />
      ))}
      <DropdownMenu
        trigger={
          <IconButton icon={Ellipsis} label={t("servers.actions.more", { name: row.name })} />
        }
      >
        <ServerMenu row={row} onPage />
      </DropdownMenu>
    </>
  );
}

import { Ellipsis } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { DropdownMenu } from "@/components/dropdown-menu";
import { IconButton } from "@/components/icon-button";
import { PageHeader } from "@/components/page-header";
import { StateBadge } from "@/components/state-badge";
import { paths } from "@/lib/routes";
import { ACTION_ICONS } from "../action-looks";
import { actionsFor, attentionOf, type Row, shownState } from "../model";
import { useServerActions } from "../server-actions";
import { ServerMenu } from "../server-menu";

/** The top of a server's page: where it is, how it is, and what can be done with it. */
export function ServerHeader({ id, row }: { id: string; row: Row | undefined }) {
  const { t } = useTranslation();
  return (
    <PageHeader
      title={row?.name ?? id}
      crumbs={[{ label: t("nav.servers"), to: paths.servers() }]}
      aside={
        row && (
          <span className="shrink-0">
            <StateBadge state={shownState(row)} data-testid="server-state" />
          </span>
        )
      }
      actions={row && <HeaderActions row={row} />}
    />
  );
}

function HeaderActions({ row }: { row: Row }) {
  const { t } = useTranslation();
  const actions = useServerActions();
  // Where something is wrong, the overview has the button that matters.
  const calm = attentionOf(row) === "none";
  return (
    <>
      {actionsFor(row).map((action, i) => {
        const Icon = ACTION_ICONS[action];
        return (
          <Button
            key={action}
            variant={calm && i === 0 && action === "start" ? "primary" : "secondary"}
            className={i === 0 ? "max-sm:px-2" : "max-sm:hidden"}
            data-testid={`page-${action}`}
            onClick={() => actions.run(row, action)}
          >
            <Icon aria-hidden size={14} />
            <span className="max-sm:sr-only">{t(`servers.actions.${action}`)}</span>
          </Button>
        );
      })}
      <DropdownMenu
        trigger={
          <IconButton icon={Ellipsis} label={t("servers.actions.more", { name: row.name })} />
        }
      >
        <ServerMenu row={row} />
      </DropdownMenu>
    </>
  );
}

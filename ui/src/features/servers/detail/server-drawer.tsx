import { Ellipsis, X } from "lucide-react";
import { Tabs } from "radix-ui";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Drawer } from "@/components/drawer";
import { DropdownMenu } from "@/components/dropdown-menu";
import { ErrorState } from "@/components/error-state";
import { IconButton } from "@/components/icon-button";
import { Skeleton } from "@/components/skeleton";
import { StateBadge } from "@/components/state-badge";
import { toProblem } from "@/ipc/errors";
import { paths, type ServerTab } from "@/lib/routes";
import { ACTION_ICONS } from "../action-looks";
import { LogView } from "../log/log-view";
import { actionsFor, type Row, shownState } from "../model";
import { useServer, useServers } from "../queries";
import { goTo, useServerActions } from "../server-actions";
import { ServerMenu } from "../server-menu";
import { Overview } from "./overview";

const TABS = ["overview", "log"] as const;

/** A server in detail. Its address is `/servers/<id>`, its log's `/servers/<id>/log`. */
export function ServerDrawer({ id, tab }: { id: string; tab: ServerTab }) {
  const { t } = useTranslation();
  const server = useServer(id);
  // The list's row is there at once; the page of the server follows.
  const listed = useServers().data?.find((row) => row.id === id);
  const row = server.data ?? listed;
  const close = () => goTo(paths.servers());
  return (
    <Drawer onClose={close} label={t("detail.label", { name: row?.name ?? id })}>
      <Head id={id} row={row} onClose={close} />
      <Tabs.Root
        value={tab}
        onValueChange={(next) => goTo(paths.server(id, next === "log" ? "log" : "overview"))}
        className="flex min-h-0 flex-1 flex-col"
      >
        <Tabs.List className="flex shrink-0 gap-4 border-border border-b px-5">
          {TABS.map((name) => (
            <Tabs.Trigger
              key={name}
              value={name}
              data-testid={`drawer-tab-${name}`}
              className="-mb-px h-8 border-transparent border-b-2 text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
            >
              {t(`detail.tabs.${name}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content
          value="overview"
          className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
        >
          {server.data ? (
            <Overview detail={server.data} />
          ) : server.error ? (
            <div className="px-5">
              <ErrorState
                title={t("detail.not_found", { id })}
                problem={toProblem(server.error)}
                onRetry={() => void server.refetch()}
                retrying={server.isFetching}
              />
            </div>
          ) : (
            <div className="flex flex-col gap-3 p-5">
              <Skeleton className="h-24" />
              <Skeleton className="h-40" />
            </div>
          )}
        </Tabs.Content>
        <Tabs.Content
          value="log"
          className="flex min-h-0 flex-1 flex-col focus-visible:-outline-offset-2"
        >
          <LogView id={id} name={row?.name ?? id} />
        </Tabs.Content>
      </Tabs.Root>
    </Drawer>
  );
}

interface HeadProps {
  id: string;
  row: Row | undefined;
  onClose: () => void;
}

function Head({ id, row, onClose }: HeadProps) {
  const { t } = useTranslation();
  const actions = useServerActions();
  return (
    <header className="flex shrink-0 items-center gap-2 px-5 pt-3.5 pb-2">
      <h2 className="min-w-0 truncate font-semibold text-section">{row?.name ?? id}</h2>
      {row && (
        <span className="shrink-0">
          <StateBadge state={shownState(row)} data-testid="drawer-state" />
        </span>
      )}
      <span className="flex-1" />
      {row &&
        actionsFor(row).map((action) => {
          const Icon = ACTION_ICONS[action];
          return (
            <Button
              key={action}
              size="small"
              className="max-sm:hidden"
              data-testid={`drawer-${action}`}
              onClick={() => actions.run(row, action)}
            >
              <Icon aria-hidden size={13} />
              {t(`servers.actions.${action}`)}
            </Button>
          );
        })}
      {row && (
        <DropdownMenu
          trigger={
            <IconButton
              icon={Ellipsis}
              size="small"
              label={t("servers.actions.more", { name: row.name })}
            />
          }
        >
          <ServerMenu row={row} />
        </DropdownMenu>
      )}
      <IconButton icon={X} size="small" label={t("detail.close")} onClick={onClose} />
    </header>
  );
}

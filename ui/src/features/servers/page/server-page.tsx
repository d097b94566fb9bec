import { Tabs } from "radix-ui";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { ErrorState } from "@/components/error-state";
import { Skeleton } from "@/components/skeleton";
import { toProblem } from "@/ipc/errors";
import { useParam } from "@/lib/hash-location";
import { SERVER_TABS, type ServerTab } from "@/lib/routes";
import { ApproveDialog } from "../approve/approve-dialog";
import { Overview } from "../detail/overview";
import { LogView } from "../log/log-view";
import type { Detail, Row } from "../model";
import { useServer, useServers } from "../queries";
import { ServerActionsProvider } from "../server-actions";
import { MissingServer } from "./missing-server";
import { RestartNotice } from "./restart-notice";
import { ServerHeader } from "./server-header";
import { ServerTabs } from "./server-tabs";
import { SettingsTab } from "./settings-tab";
import { useVisited } from "./use-visited";

export interface ServerPageProps {
  /** The explorer is an area of its own; whoever composes the window gives it. */
  renderExplorer: (server: Row) => ReactNode;
}

/** The page of one server: `/servers/<id>/<tab>`. */
export function ServerPage({ renderExplorer }: ServerPageProps) {
  const { id = "", tab } = useParams<{ id: string; tab?: string }>();
  return (
    <ServerActionsProvider>
      <OneServer
        // Another server is another page: nothing of the last one stays.
        key={id}
        id={id}
        tab={SERVER_TABS.find((one) => one === tab) ?? "overview"}
        renderExplorer={renderExplorer}
      />
    </ServerActionsProvider>
  );
}

interface OneServerProps extends ServerPageProps {
  id: string;
  tab: ServerTab;
}

function OneServer({ id, tab, renderExplorer }: OneServerProps) {
  const server = useServer(id);
  // The list's row is there at once; the page of the server follows.
  const servers = useServers();
  const row = server.data ?? servers.data?.find((one) => one.id === id);
  const visited = useVisited(tab);
  const missing = server.error !== null && toProblem(server.error).code === "not_found";

  if (missing && !server.isFetching) {
    return (
      <>
        <ServerHeader id={id} row={undefined} tab={tab} />
        <MissingServer id={id} />
      </>
    );
  }
  return (
    <>
      <ServerHeader id={id} row={row} tab={tab} />
      <ServerTabs id={id} tab={tab} row={row}>
        {row && <RestartNotice row={row} />}
        <Tabs.Content value="overview" className={SCROLLING}>
          <Loaded server={server}>{(detail) => <Overview detail={detail} />}</Loaded>
        </Tabs.Content>
        <Tabs.Content value="log" className="flex min-h-0 flex-1 flex-col">
          <LogView id={id} name={row?.name ?? id} />
        </Tabs.Content>
        {/* What was typed in these two, and calls under way, must survive a look at the log. */}
        {visited.has("explorer") && (
          <Tabs.Content
            forceMount
            hidden={tab !== "explorer"}
            value="explorer"
            className="flex min-h-0 flex-1 flex-col"
          >
            <Loaded server={server}>{renderExplorer}</Loaded>
          </Tabs.Content>
        )}
        {visited.has("settings") && (
          <Tabs.Content
            forceMount
            hidden={tab !== "settings"}
            value="settings"
            className={SCROLLING}
          >
            <Loaded server={server}>
              {(detail) => <SettingsTab detail={detail} shown={tab === "settings"} />}
            </Loaded>
          </Tabs.Content>
        )}
      </ServerTabs>
      {row && <Approving row={row} />}
    </>
  );
}

const SCROLLING = "min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2";

interface LoadedProps {
  server: ReturnType<typeof useServer>;
  children: (detail: Detail) => ReactNode;
}

/** A part of the page once the server is known; why not, where it is not. */
function Loaded({ server, children }: LoadedProps) {
  const { t } = useTranslation();
  if (server.data) return children(server.data);
  if (server.error) {
    return (
      <div className="px-6">
        <ErrorState
          title={t("page.failed")}
          problem={toProblem(server.error)}
          onRetry={() => void server.refetch()}
          retrying={server.isFetching}
        />
      </div>
    );
  }
  return (
    <div
      role="status"
      aria-label={t("common.loading")}
      className="grid grid-cols-1 items-start gap-4 p-4 sm:p-6 lg:grid-cols-[minmax(0,1fr)_--spacing(88)]"
    >
      <Skeleton className="h-72" />
      <Skeleton className="h-56" />
    </div>
  );
}

/** The question whether its command may run, where the address asks it. */
function Approving({ row }: { row: Row }) {
  const [approve, setApprove] = useParam("approve");
  const wanted = approve === row.id && !row.approved;
  useEffect(() => {
    if (approve !== "" && !wanted) setApprove(null, { replace: true });
  }, [approve, wanted, setApprove]);
  return wanted ? <ApproveDialog row={row} onClose={() => setApprove(null)} /> : null;
}

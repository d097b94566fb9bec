import { useEffect, useMemo, useRef } from "react";
import { useParam } from "@/lib/hash-location";
import { useShortcut } from "@/lib/shortcuts";
import { AddServerDialog } from "./add/add-server-dialog";
import { ApproveDialog } from "./approve/approve-dialog";
import { FilterBar } from "./list/filter-bar";
import { ServerList } from "./list/server-list";
import { ServersHeader } from "./list/servers-header";
import { ServersStates } from "./list/servers-states";
import { filterRows, VIEWS, type View } from "./model";
import { useServers } from "./queries";
import { ServerActionsProvider } from "./server-actions";

/** The page of servers: the list, and above it what the address asks for. */
export function ServersPage() {
  const servers = useServers();
  const [filter, setFilter] = useParam("q");
  const [viewParam, setView] = useParam("view");
  const [add, setAdd] = useParam("add");
  const [approve, setApprove] = useParam("approve");
  const filterRef = useRef<HTMLInputElement>(null);

  const view: View = VIEWS.find((one) => one === viewParam) ?? "all";
  const rows = servers.data;
  const shown = useMemo(() => (rows ? filterRows(rows, filter, view) : []), [rows, filter, view]);

  useShortcut("focus_filter", () => filterRef.current?.focus());

  // A server that is gone cannot be approved any more.
  const approving = approve === "" ? undefined : rows?.find((row) => row.id === approve);
  useEffect(() => {
    if (approve !== "" && rows && !approving) setApprove(null, { replace: true });
  }, [approve, approving, rows, setApprove]);

  return (
    <ServerActionsProvider>
      <ServersHeader rows={rows} onAdd={() => setAdd("new")} />
      {(servers.isPending || (rows && rows.length > 0)) && (
        <FilterBar
          inputRef={filterRef}
          rows={rows}
          filter={filter}
          view={view}
          onFilter={(text) => setFilter(text, { replace: true })}
          onView={(next) => setView(next === "all" ? null : next, { replace: true })}
        />
      )}
      <div className="min-h-0 flex-1 px-4 pb-4 sm:px-6 sm:pb-6">
        <ServersStates
          servers={servers}
          matches={shown.length}
          onAdd={setAdd}
          onClear={() => {
            setFilter(null, { replace: true });
            setView(null, { replace: true });
          }}
        >
          <ServerList rows={shown} openId={null} />
        </ServersStates>
      </div>
      {add !== "" && <AddServerDialog example={add === "example"} onClose={() => setAdd(null)} />}
      {approving && <ApproveDialog row={approving} onClose={() => setApprove(null)} />}
    </ServerActionsProvider>
  );
}

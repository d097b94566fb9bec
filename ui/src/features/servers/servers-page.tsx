import { useEffect, useMemo, useRef, useState } from "react";
import { useLocale } from "@/i18n/use-locale";
import { useParam } from "@/lib/hash-location";
import { useShortcut } from "@/lib/shortcuts";
import { AddServerDialog, EditServerDialog } from "./add/server-form-dialogs";
import { ApproveDialog } from "./approve/approve-dialog";
import { ImportDialog } from "./import/import-dialog";
import { BulkBar } from "./list/bulk-bar";
import { FilterBar } from "./list/filter-bar";
import { useHeldRows } from "./list/held-rows";
import { useSelection } from "./list/selection";
import { ServerList } from "./list/server-list";
import { ServersHeader } from "./list/servers-header";
import { ServersStates } from "./list/servers-states";
import { formatSort, nextSort, parseSort, sortRows } from "./list/sort";
import { filterRows, type Row, tagsOf, VIEWS, type View } from "./model";
import { useServers } from "./queries";
import { ServerActionsProvider } from "./server-actions";

const NONE: readonly Row[] = [];
const QUIETLY = { replace: true } as const;

/** The page of servers: the list, and above it what the address asks for. */
export function ServersPage() {
  const locale = useLocale();
  const servers = useServers();
  const [filter, setFilter] = useParam("q");
  const [viewParam, setView] = useParam("view");
  const [tagParam, setTags] = useParam("tag");
  const [sortParam, setSort] = useParam("sort");
  const [add, setAdd] = useParam("add");
  const [edit, setEdit] = useParam("edit");
  const [bring, setBring] = useParam("import");
  const [approve, setApprove] = useParam("approve");
  const [busy, setBusy] = useState(false);
  const filterRef = useRef<HTMLInputElement>(null);

  const view: View = VIEWS.find((one) => one === viewParam) ?? "all";
  const tags = useMemo(() => tagParam.split(",").filter(Boolean), [tagParam]);
  const sort = useMemo(() => parseSort(sortParam), [sortParam]);
  const rows = servers.data ?? NONE;
  const wanted = useMemo(
    () => sortRows(filterRows(rows, filter, view, tags), sort, locale),
    [rows, filter, view, tags, sort, locale],
  );
  const question = [filter, view, tagParam, sortParam].join("\n");
  const shown = useHeldRows(wanted, rows, question, busy);
  const selection = useSelection(shown);

  useShortcut("focus_filter", () => filterRef.current?.focus());

  // A server that is gone cannot be approved any more; one that is not there yet may still come.
  const approving = approve === "" ? undefined : rows.find((row) => row.id === approve);
  const asked = useRef("");
  useEffect(() => {
    if (approving) asked.current = approving.id;
    else if (approve !== "" && approve === asked.current) setApprove(null, QUIETLY);
  }, [approve, approving, setApprove]);

  return (
    <ServerActionsProvider>
      <ServersHeader
        rows={servers.data}
        onAdd={() => setAdd("new")}
        onImport={() => setBring("text")}
      />
      {(servers.isPending || rows.length > 0) && (
        <FilterBar
          inputRef={filterRef}
          rows={servers.data}
          shown={shown}
          filter={filter}
          view={view}
          tags={tags}
          onFilter={(text) => setFilter(text, QUIETLY)}
          onView={(next) => setView(next === "all" ? null : next, QUIETLY)}
          onTags={(next) => setTags(next.join(","), QUIETLY)}
        />
      )}
      <div className="relative min-h-0 flex-1 px-4 pb-4 sm:px-6 sm:pb-6">
        <ServersStates
          servers={servers}
          matches={shown.length}
          onAdd={setAdd}
          onImport={() => setBring("text")}
          onClear={() => {
            setFilter(null, QUIETLY);
            setView(null, QUIETLY);
            setTags(null, QUIETLY);
          }}
        >
          <ServerList
            rows={shown}
            selection={selection}
            sort={sort}
            onSort={(column) => setSort(formatSort(nextSort(sort, column)))}
            onBusy={setBusy}
          />
        </ServersStates>
        <BulkBar selection={selection} tags={tagsOf(rows).map(({ tag }) => tag)} />
      </div>
      {add !== "" && <AddServerDialog example={add === "example"} onClose={() => setAdd(null)} />}
      {edit !== "" && <EditServerDialog id={edit} onClose={() => setEdit(null)} />}
      {bring !== "" && <ImportDialog onClose={() => setBring(null)} />}
      {approving && <ApproveDialog row={approving} onClose={() => setApprove(null)} />}
    </ServerActionsProvider>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo, useRef } from "react";
import { useLocale } from "@/i18n/use-locale";
import { useConsoleEvents } from "@/ipc/console-events";
import { useKeys } from "@/ipc/key-queries";
import { queryKeys } from "@/ipc/query-keys";
import { useHashSearch, useParam } from "@/lib/hash-location";
import { useShortcut } from "@/lib/shortcuts";
import { EditDialog } from "./change/edit-dialog";
import { RemoveDialog } from "./change/remove-dialog";
import { RotateDialog } from "./change/rotate-dialog";
import { KeyDrawer } from "./detail/key-drawer";
import { AddKeyDialog } from "./form/add-key-dialog";
import { closeAbove, NAMELESS, openAbove } from "./go-to";
import { KeyActionsProvider } from "./key-actions";
import { KeysFilter } from "./keys-filter";
import { KeysHeader } from "./keys-header";
import { KeysStates } from "./keys-states";
import { useKindName } from "./kinds";
import { KeyList } from "./list/key-list";
import { formatSort, nextSort, parseSort, sortRows } from "./list/sort";
import { filterRows, type Row, rowsOf } from "./model";
import type { ServerChoice } from "./server-choice";
import { FileDialog } from "./vault/file-dialog";
import { KeychainDialog } from "./vault/keychain-dialog";
import { VaultBanner } from "./vault/vault-banner";

const KeyImport = lazy(async () => ({ default: (await import("./import/key-import")).KeyImport }));

const NONE: readonly Row[] = [];
const QUIETLY = { replace: true } as const;
/** Servers come and go in bursts; their keys are asked for once after one, milliseconds. */
const BURST_MS = 250;

/** The page of keys: the list, and above it what the address asks for. */
export function KeysPage({ servers }: { servers: readonly ServerChoice[] }) {
  const locale = useLocale();
  const nameOfKind = useKindName();
  const keys = useKeys();
  useFreshUses();
  const [filter, setFilter] = useParam("q");
  const [sortParam, setSort] = useParam("sort");
  const filterRef = useRef<HTMLInputElement>(null);
  const list = keys.data;
  const all = useMemo(() => (list ? rowsOf(list) : NONE), [list]);
  const sort = useMemo(() => parseSort(sortParam), [sortParam]);
  const shown = sortRows(filterRows(all, filter, nameOfKind), sort, locale, nameOfKind);

  useShortcut("focus_filter", () => filterRef.current?.focus());
  useShortcut("add_key", () => openAbove("add", NAMELESS));

  return (
    <KeyActionsProvider>
      <KeysHeader list={list} />
      {(keys.isPending || all.length > 0) && (
        <KeysFilter
          inputRef={filterRef}
          filter={filter}
          onFilter={(text) => setFilter(text, QUIETLY)}
        />
      )}
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 pb-4 sm:px-6 sm:pb-6">
        {list && (
          <div className="shrink-0 empty:hidden">
            <VaultBanner vault={list.vault} />
          </div>
        )}
        <KeysStates
          keys={keys}
          rows={all.length}
          matches={shown.length}
          onClear={() => setFilter(null, QUIETLY)}
        >
          <KeyList
            rows={shown}
            sort={sort}
            onSort={(column) => setSort(formatSort(nextSort(sort, column)))}
          />
        </KeysStates>
      </div>
      <Above servers={servers} />
    </KeyActionsProvider>
  );
}

/** The detail and the dialogs that the address asks for. */
function Above({ servers }: { servers: readonly ServerChoice[] }) {
  const list = useKeys().data;
  const params = new URLSearchParams(useHashSearch());
  const keyOf = (param: string) => list?.keys.find((key) => key.name === params.get(param));
  const detail = keyOf("key");
  const rotate = keyOf("rotate");
  const edit = keyOf("edit");
  const remove = keyOf("remove");
  const add = params.get("add");
  const from = params.get("import");
  const vault = params.get("vault");

  // A key that was removed has no detail any more.
  const stray = list !== undefined && params.has("key") && !detail;
  useEffect(() => {
    if (stray) closeAbove("key", QUIETLY);
  }, [stray]);

  return (
    <>
      {list && detail && (
        <KeyDrawer
          row={detail}
          vault={list.vault}
          serverName={(id) => servers.find((server) => server.id === id)?.name ?? id}
          onClose={() => closeAbove("key")}
        />
      )}
      {add !== null && (
        <AddKeyDialog
          key={add}
          name={add === NAMELESS ? "" : add}
          list={list}
          servers={servers}
          onClose={() => closeAbove("add")}
        />
      )}
      {list && rotate && (
        <RotateDialog row={rotate} vault={list.vault} onClose={() => closeAbove("rotate")} />
      )}
      {edit && <EditDialog row={edit} servers={servers} onClose={() => closeAbove("edit")} />}
      {list && remove && (
        <RemoveDialog row={remove} vault={list.vault} onClose={() => closeAbove("remove")} />
      )}
      {vault === "file" && <FileDialog onClose={() => closeAbove("vault")} />}
      {list && vault === "keychain" && (
        <KeychainDialog vault={list.vault} onClose={() => closeAbove("vault")} />
      )}
      {from !== null && (
        <Suspense>
          <KeyImport from={from} servers={servers} onClose={() => closeAbove("import")} />
        </Suspense>
      )}
    </>
  );
}

/** Whether a server runs, and with which value, is said of it and not of its keys. */
function useFreshUses(): void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useConsoleEvents((event) => {
    if (event.type !== "server_state" && event.type !== "servers_changed") return;
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () => void queries.invalidateQueries({ queryKey: queryKeys.keys() }),
      BURST_MS,
    );
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}

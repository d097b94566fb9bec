/** What a person asks of servers. Each answer goes into the cache before the events arrive. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type {
  AddServer,
  BulkAction,
  BulkReport,
  MendRequest,
  ServerDetail,
  ServerView,
  UpdateServer,
} from "@/ipc/bindings";
import type { ConsoleClient } from "@/ipc/client";
import { useClient } from "@/ipc/client-context";
import { queryKeys } from "@/ipc/query-keys";
import { type Detail, detailOf, type Row, rowOf } from "./model";
import { cachedRows } from "./queries";

export type Control = "start" | "stop" | "restart";

export interface ServerCommands {
  add(request: AddServer): Promise<ServerView>;
  approve(id: string): Promise<ServerView>;
  control(id: string, control: Control): Promise<ServerView>;
  /** How many servers were asked. */
  controlAll(control: "start" | "stop"): Promise<number>;
  /** Stops and removes; `restore` puts it back, stopped. */
  remove(id: string): Promise<void>;
  restore(id: string): Promise<ServerView>;
  /** Changes a configuration; a running instance keeps the old one until it restarts. */
  update(request: UpdateServer): Promise<ServerDetail>;
  /** Mends a server and starts it again. */
  mend(id: string, request: MendRequest): Promise<ServerView>;
  /** One thing for many; what fails for one does not stop the others. */
  bulk(ids: readonly string[], action: BulkAction): Promise<BulkReport>;
}

function createCommands(client: ConsoleClient, queries: QueryClient): ServerCommands {
  const remember = (view: ServerView): ServerView => {
    storeView(queries, view);
    return view;
  };
  const controls = {
    start: client.serversStart,
    stop: client.serversStop,
    restart: client.serversRestart,
  };
  return {
    add: async (request) => remember(await client.serversAdd(request)),
    approve: async (id) => remember(await client.serversApprove(id)),
    control: async (id, control) => remember(await controls[control](id)),
    controlAll: async (control) => {
      const asked = await (control === "start"
        ? client.serversStartAll()
        : client.serversStopAll());
      void queries.invalidateQueries({ queryKey: queryKeys.servers() });
      return asked;
    },
    remove: async (id) => {
      await client.serversRemove(id);
      queries.setQueryData<Row[]>(queryKeys.servers(), (rows) =>
        rows?.filter((row) => row.id !== id),
      );
      queries.removeQueries({ queryKey: queryKeys.server(id) });
      void queries.invalidateQueries({ queryKey: queryKeys.servers() });
    },
    restore: async (id) => remember(await client.serversRestore(id)),
    update: async (request) => {
      const detail = await client.serversUpdate(request);
      const { config: _c, history: _h, warnings: _w, exact: _e, mend: _m, ...view } = detail;
      remember(view);
      queries.setQueryData<Detail>(queryKeys.server(detail.id), (before) =>
        detailOf(detail, Date.now(), before),
      );
      return detail;
    },
    mend: async (id, request) => remember(await client.serversMend(id, request)),
    bulk: async (ids, action) => {
      const report = await client.serversBulk({ ids: [...ids], action });
      if (action.kind === "remove") {
        const gone = new Set(report.done);
        queries.setQueryData<Row[]>(queryKeys.servers(), (rows) =>
          rows?.filter((row) => !gone.has(row.id)),
        );
      }
      void queries.invalidateQueries({ queryKey: queryKeys.servers() });
      for (const id of report.done) {
        void queries.invalidateQueries({ queryKey: queryKeys.server(id) });
      }
      return report;
    },
  };
}

/** Puts an answered server into the list and its page, and asks for both anew. */
function storeView(queries: QueryClient, view: ServerView): void {
  const known = cachedRows(queries).find((row) => row.id === view.id);
  const row = rowOf(view, Date.now(), known);
  queries.setQueryData<Row[]>(queryKeys.servers(), (rows) => {
    if (!rows) return rows;
    if (known) return rows.map((one) => (one.id === row.id ? row : one));
    // A new one comes last, as in the list of the console.
    return [...rows, row];
  });
  queries.setQueryData<Detail>(
    queryKeys.server(view.id),
    (detail) => detail && { ...detail, ...row },
  );
  // The answer may be older than an event that is already on its way.
  void queries.invalidateQueries({ queryKey: queryKeys.servers() });
  void queries.invalidateQueries({ queryKey: queryKeys.server(view.id) });
}

/** The commands. */
export function useServerCommands(): ServerCommands {
  const client = useClient();
  const queries = useQueryClient();
  return useMemo(() => createCommands(client, queries), [client, queries]);
}

/** What a person asks of servers. Each answer goes into the cache before the events arrive. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { AddServer, ServerView } from "@/ipc/bindings";
import type { ConsoleClient } from "@/ipc/client";
import { useClient } from "@/ipc/client-context";
import { queryKeys } from "@/ipc/query-keys";
import { type Detail, type Row, rowOf } from "./model";
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

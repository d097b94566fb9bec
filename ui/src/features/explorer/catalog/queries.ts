/** What a server offers, and the last calls of it. */
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { CallRecord } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";
import { useConsoleEvents } from "@/ipc/console-events";
import { queryKeys } from "@/ipc/query-keys";

/** Calls that are remembered; the console keeps as many. */
const MAX_CALLS = 50;
/** News about a server come with each health check; its offer is asked for no more often than this. */
const REST_MS = 5_000;

/** Everything that a running server offers, kept up to date. */
export function useCatalog(serverId: string, running: boolean) {
  const client = useClient();
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const reload = () => void queries.invalidateQueries({ queryKey: queryKeys.catalog(serverId) });
  useConsoleEvents((event) => {
    if (event.type === "server_state" && event.server === serverId) reload();
    if (event.type !== "server_refreshed" || event.server !== serverId) return;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      reload();
    }, REST_MS);
  });
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
    },
    [],
  );
  return useQuery({
    queryKey: queryKeys.catalog(serverId),
    queryFn: () => client.explorerCatalog(serverId),
    enabled: running,
  });
}

/** The last calls of a server, newest first. */
export function useCalls(serverId: string) {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.calls(serverId),
    queryFn: () => client.explorerCalls(serverId),
  });
}

/** Puts a call that ended at the head of the list. */
export function rememberCall(queries: QueryClient, record: CallRecord): void {
  queries.setQueryData<CallRecord[]>(
    queryKeys.calls(record.server),
    (before) =>
      before && [record, ...before.filter((one) => one.id !== record.id)].slice(0, MAX_CALLS),
  );
}

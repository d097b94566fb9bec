/** Questions about servers. The cache is kept fresh by events; see `ipc/events.ts`. */
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useClient } from "@/ipc/client-context";
import { queryKeys } from "@/ipc/query-keys";
import { type Detail, detailOf, type Row, rowOf } from "./model";

/** The list as the cache has it. */
export function cachedRows(queries: QueryClient): Row[] {
  return queries.getQueryData<Row[]>(queryKeys.servers()) ?? [];
}

/** Every server. */
export function useServers() {
  const client = useClient();
  const queries = useQueryClient();
  return useQuery({
    queryKey: queryKeys.servers(),
    queryFn: async (): Promise<Row[]> => {
      const views = await client.serversList();
      const known = new Map(cachedRows(queries).map((row) => [row.id, row]));
      const now = Date.now();
      return views.map((view) => rowOf(view, now, known.get(view.id)));
    },
  });
}

/** One server with its configuration and history. */
export function useServer(id: string) {
  const client = useClient();
  const queries = useQueryClient();
  return useQuery({
    queryKey: queryKeys.server(id),
    queryFn: async (): Promise<Detail> => {
      const detail = await client.serversShow(id);
      const before = cachedRows(queries).find((row) => row.id === id);
      return detailOf(detail, Date.now(), before);
    },
  });
}

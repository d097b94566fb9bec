import { useMemo } from "react";
import type { ServerNameOf } from "@/features/notices/server-names";
import { useServers } from "@/features/servers/queries";

/** What servers are called. While they are not known, each is called by its id. */
export function useServerNames(): ServerNameOf {
  const rows = useServers().data;
  return useMemo(() => {
    if (!rows) return (id) => id;
    const names = new Map(rows.map((row) => [row.id, row.name]));
    return (id) => names.get(id) ?? null;
  }, [rows]);
}

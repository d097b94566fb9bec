import { useMemo } from "react";
import type { ServerChoice } from "@/features/keys/server-choice";
import { useServers } from "@/features/servers/queries";

/** The servers of which one can be chosen; none while they are not known. */
export function useServerChoices(): readonly ServerChoice[] {
  const rows = useServers().data;
  return useMemo(() => (rows ?? []).map(({ id, name }) => ({ id, name })), [rows]);
}

import { attentionOf } from "./model";
import { useServers } from "./queries";

/** How many servers need someone, and whether one of them failed. */
export function useAttention(): { count: number; urgent: boolean } {
  const rows = useServers().data ?? [];
  const levels = rows.map(attentionOf).filter((level) => level !== "none");
  return { count: levels.length, urgent: levels.includes("urgent") };
}

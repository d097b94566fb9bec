/** What was typed for a thing; it stays while one looks at others. */
import { useCallback } from "react";
import { useClient } from "@/ipc/client-context";
import { type Draft, keyOf, storeOf, useExplorerStore } from "./store";

/** The draft, and how to change it; `null` begins anew. */
export function useDraft(
  serverId: string,
  kind: string,
  key: string,
  initial: Draft,
): [Draft, (next: Draft | null) => void] {
  const client = useClient();
  const id = keyOf(serverId, kind, key);
  const draft = useExplorerStore((store) => store.drafts[id]) ?? initial;
  const set = useCallback(
    (next: Draft | null) => storeOf(client).getState().setDraft(id, next),
    [client, id],
  );
  return [draft, set];
}

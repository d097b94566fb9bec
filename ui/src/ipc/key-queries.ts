/** Keys and their vault. What a change answers is not the whole list: the event reloads it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { ConsoleClient } from "./client";
import { useClient } from "./client-context";
import { queryKeys } from "./query-keys";

/** The keys, the vault, and the names that servers refer to in vain. */
export function useKeys() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.keys(), queryFn: () => client.keysList() });
}

/** Something that changes keys or their vault; the list is fresh when it resolves. */
export function useKeyChange<Wanted, Answer>(
  change: (client: ConsoleClient, wanted: Wanted) => Promise<Answer>,
) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Wanted) => change(client, wanted),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.keys() }),
  });
}

/**
 * Sends what carries a secret. A mutation would keep its variables in its cache for minutes; here
 * nothing outlives the call. The list is fresh when it resolves.
 */
export function useSecretSender() {
  const client = useClient();
  const queries = useQueryClient();
  return useCallback(
    async <Answer>(send: (client: ConsoleClient) => Promise<Answer>): Promise<Answer> => {
      try {
        return await send(client);
      } finally {
        await queries.invalidateQueries({ queryKey: queryKeys.keys() });
      }
    },
    [client, queries],
  );
}

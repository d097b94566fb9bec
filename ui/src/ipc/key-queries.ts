/** Keys and their vault. What a change answers is not the whole list: the event reloads it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { Problem } from "./bindings";
import type { ConsoleClient } from "./client";
import { useClient } from "./client-context";
import { toProblem } from "./errors";
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

/** Asks for the vault to be opened, and says why it was not. */
export function useVaultUnlock() {
  const send = useSecretSender();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** Whether it is open now. The keychain asks by itself and takes no passphrase. */
  const unlock = async (passphrase: string | null): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      await send((client) => client.vaultUnlock({ passphrase }));
      return true;
    } catch (thrown) {
      setProblem(toProblem(thrown));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, unlock, forget: () => setProblem(null) };
}

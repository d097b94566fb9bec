/** How the network is reached. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { NetworkSettings } from "./bindings";
import { useClient } from "./client-context";
import { queryKeys } from "./query-keys";

/** What is set about the network. */
export function useNetwork() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.network(), queryFn: () => client.networkGet() });
}

/** Changes some of it; one change waits for the one before, so that none undoes another. */
export function useSetNetwork() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    scope: { id: "network" },
    mutationFn: (changes: Partial<NetworkSettings>) => {
      const stored = queries.getQueryData<NetworkSettings>(queryKeys.network());
      return client.networkSet({ ...stored, ...changes });
    },
    onSuccess: (settings) => queries.setQueryData<NetworkSettings>(queryKeys.network(), settings),
  });
}

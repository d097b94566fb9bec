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

/** Changes how the network is reached. */
export function useSetNetwork() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (settings: NetworkSettings) => client.networkSet(settings),
    onSuccess: (settings) => queries.setQueryData<NetworkSettings>(queryKeys.network(), settings),
  });
}

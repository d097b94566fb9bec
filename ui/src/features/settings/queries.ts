import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Settings } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";
import { queryKeys } from "@/ipc/query-keys";

/** What the person chose about the window. */
export function useSettings() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.settings(), queryFn: () => client.settingsGet() });
}

/** Changes settings: at once in the window, taken back where they cannot be stored. */
export function useSaveSettings() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (settings: Settings) => client.settingsSet(settings),
    onMutate: (settings) => {
      const before = queries.getQueryData<Settings>(queryKeys.settings());
      queries.setQueryData<Settings>(queryKeys.settings(), settings);
      return { before };
    },
    onError: (_error, _settings, context) => {
      if (context?.before) queries.setQueryData<Settings>(queryKeys.settings(), context.before);
    },
    onSuccess: (stored) => queries.setQueryData<Settings>(queryKeys.settings(), stored),
  });
}

/** What is known of the running console. */
export function useHostInfo() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.host(), queryFn: () => client.hostInfo() });
}

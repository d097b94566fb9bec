/** What the person chose about the window, and what runs it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Settings } from "./bindings";
import { useClient } from "./client-context";
import { queryKeys } from "./query-keys";

/** The settings. */
export function useSettings() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.settings(), queryFn: () => client.settingsGet() });
}

/** Changes some of the settings: at once in the window, taken back where they cannot be stored. */
export function useSaveSettings() {
  const client = useClient();
  const queries = useQueryClient();
  const key = queryKeys.settings();
  return useMutation({
    // One after the other, so that the last choice is the one that is stored.
    scope: { id: "settings" },
    mutationFn: async (changes: Partial<Settings>) => {
      const known = queries.getQueryData<Settings>(key) ?? (await client.settingsGet());
      return await client.settingsSet({ ...known, ...changes });
    },
    onMutate: async (changes) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData<Settings>(key);
      if (before) queries.setQueryData<Settings>(key, { ...before, ...changes });
      return { before };
    },
    onError: (_error, _changes, context) => {
      if (context?.before) queries.setQueryData<Settings>(key, context.before);
    },
    onSuccess: (stored) => queries.setQueryData<Settings>(key, stored),
  });
}

/** What is known of the running console. */
export function useHostInfo() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.host(), queryFn: () => client.hostInfo() });
}

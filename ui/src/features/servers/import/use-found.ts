/** What other programs on this machine have. Asked anew whenever it is shown. */
import { useQuery } from "@tanstack/react-query";
import { useClient } from "@/ipc/client-context";
import { queryKeys } from "@/ipc/query-keys";

export function useFound() {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.found(),
    queryFn: () => client.importsFound(),
    // Files change without an event.
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
}

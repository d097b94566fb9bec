/** How the console sits in the system: start at login, tray, command-line tool. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { DesktopState } from "./bindings";
import type { ConsoleClient } from "./client";
import { useClient } from "./client-context";
import { queryKeys } from "./query-keys";

/** The state. */
export function useDesktop() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.desktop(), queryFn: () => client.desktopState() });
}

/** Something that changes it; the answer is the new state. */
function useDesktopChange<Change>(
  change: (client: ConsoleClient, wanted: Change) => Promise<DesktopState>,
) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Change) => change(client, wanted),
    onSuccess: (state) => queries.setQueryData<DesktopState>(queryKeys.desktop(), state),
  });
}

/** Whether the console starts at login. */
export function useStartAtLogin() {
  return useDesktopChange((client, start: boolean) => client.desktopStartAtLogin(start));
}

/** Puts the command-line tool on the search path (`true`), or takes it away. */
export function useInstallCli() {
  return useDesktopChange((client, install: boolean) =>
    install ? client.desktopInstallCli() : client.desktopUninstallCli(),
  );
}

import { useEffect } from "react";
import { useClient } from "@/ipc/client-context";

/** Tells the shell that there is something to see: the window is hidden until then. */
export function useReady(): void {
  const client = useClient();
  useEffect(() => {
    client.ready().catch(() => {
      // The shell shows the window by itself after a while.
    });
  }, [client]);
}

import { createContext, type ReactNode, useContext } from "react";
import type { ConsoleClient } from "./client";

const ClientContext = createContext<ConsoleClient | null>(null);

/** Gives the client to everything below. */
export function ClientProvider({
  client,
  children,
}: {
  client: ConsoleClient;
  children: ReactNode;
}) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

/** The client. */
export function useClient(): ConsoleClient {
  const client = useContext(ClientContext);
  if (!client) throw new Error("useClient needs a ClientProvider above it");
  return client;
}

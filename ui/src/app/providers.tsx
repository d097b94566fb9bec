import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { i18n as I18n } from "i18next";
import type { ReactNode } from "react";
import { I18nextProvider } from "react-i18next";
import { Router } from "wouter";
import { LayerProvider } from "@/components/layer";
import { TooltipProvider } from "@/components/tooltip";
import type { ConsoleClient } from "@/ipc/client";
import { ClientProvider } from "@/ipc/client-context";
import { ConsoleEventsProvider } from "@/ipc/console-events";
import { useHashPath, useHashSearch } from "@/lib/hash-location";

/** A cache for the answers of the console. Events say when one is stale; nothing is polled. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The console is on this machine: a question fails for a reason, not for a bad line.
      queries: { staleTime: Number.POSITIVE_INFINITY, retry: false, networkMode: "always" },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

export interface ProvidersProps {
  client: ConsoleClient;
  queries: QueryClient;
  translator: I18n;
  children: ReactNode;
}

/** Everything that the pages take for granted. */
export function Providers({ client, queries, translator, children }: ProvidersProps) {
  return (
    <I18nextProvider i18n={translator}>
      <ClientProvider client={client}>
        <QueryClientProvider client={queries}>
          <ConsoleEventsProvider>
            <LayerProvider>
              <TooltipProvider>
                <Router hook={useHashPath} searchHook={useHashSearch}>
                  {children}
                </Router>
              </TooltipProvider>
            </LayerProvider>
          </ConsoleEventsProvider>
        </QueryClientProvider>
      </ClientProvider>
    </I18nextProvider>
  );
}

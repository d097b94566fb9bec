/** Opens the window. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/app";
import { ErrorBoundary } from "@/app/error-boundary";
import { firstLanguage } from "@/app/language";
import { createQueryClient, Providers } from "@/app/providers";
import { StartupFailed } from "@/app/startup-failed";
import { createTranslator } from "@/i18n";
import { type ConsoleClient, createDesktopClient } from "@/ipc/client";
import { toProblem } from "@/ipc/errors";
import { queryKeys } from "@/ipc/query-keys";
import { refuseStrayDrops } from "@/lib/stray-drops";
import "@/styles/app.css";

/** The client; in `--mode fake` one that needs no console, and is left out of every other bundle. */
async function createClient(): Promise<ConsoleClient> {
  if (import.meta.env.MODE === "fake") {
    const { fakeFromAddress } = await import("@/ipc/fake-scenarios");
    return fakeFromAddress(window.location.search);
  }
  return createDesktopClient();
}

async function open(root: HTMLElement): Promise<void> {
  const client = await createClient();
  const queries = createQueryClient();
  // The settings are there with the first paint: no flash of another theme, language or page.
  const [problem] = await Promise.all([
    client.startupProblem().catch(toProblem),
    queries.prefetchQuery({
      queryKey: queryKeys.settings(),
      queryFn: () => client.settingsGet(),
    }),
  ]);
  createRoot(root).render(
    <StrictMode>
      <Providers client={client} queries={queries} translator={createTranslator(firstLanguage())}>
        <ErrorBoundary>{problem ? <StartupFailed problem={problem} /> : <App />}</ErrorBoundary>
      </Providers>
    </StrictMode>,
  );
}

refuseStrayDrops(window);

const root = document.getElementById("root");
if (root) void open(root);

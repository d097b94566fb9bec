import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Redirect, Route, Switch } from "wouter";
import { Toaster } from "@/components/toaster";
import { ServerPage } from "@/features/servers/page/server-page";
import { ServersPage } from "@/features/servers/servers-page";
import { StateAnnouncer } from "@/features/servers/state-announcer";
import { useSettings } from "@/features/settings/queries";
import { SettingsPage } from "@/features/settings/settings-page";
import { useClient } from "@/ipc/client-context";
import { navigate } from "@/lib/hash-location";
import { paths, patterns } from "@/lib/routes";
import { useShortcut, useShortcutListener } from "@/lib/shortcuts";
import { ErrorBoundary } from "./error-boundary";
import { useLanguage } from "./language";
import { ShortcutsDialog } from "./shortcuts-dialog";
import { Sidebar } from "./sidebar";
import { useTheme } from "./theme";

/** The window: sidebar and page. */
export function App() {
  const { t } = useTranslation();
  const client = useClient();
  const settings = useSettings();
  const mainRef = useRef<HTMLElement>(null);
  const [showsShortcuts, setShowsShortcuts] = useState(false);

  useTheme(settings.data?.theme);
  useLanguage(settings.data?.language);
  useShortcutListener();
  useShortcut("go_servers", () => navigate(paths.servers()));
  useShortcut("go_settings", () => navigate(paths.settings()));
  useShortcut("show_shortcuts", () => setShowsShortcuts(true));

  // The window stays hidden until there is something to see in it.
  useEffect(() => {
    client.ready().catch(() => {
      // The shell shows the window by itself after a while.
    });
  }, [client]);

  return (
    <div className="flex h-full">
      <button
        type="button"
        onClick={() => mainRef.current?.focus()}
        className="sr-only focus-visible:not-sr-only focus-visible:absolute focus-visible:z-50 focus-visible:bg-overlay focus-visible:p-3"
      >
        {t("nav.skip")}
      </button>
      <Sidebar onShowShortcuts={() => setShowsShortcuts(true)} />
      <main
        ref={mainRef}
        tabIndex={-1}
        className="relative flex min-w-0 flex-1 flex-col outline-none"
      >
        <ErrorBoundary>
          <Switch>
            <Route path={patterns.settings} component={SettingsPage} />
            <Route path={patterns.servers} component={ServersPage} />
            <Route path={patterns.server} component={ServerPage} />
            <Route>
              <Redirect to={paths.servers()} replace />
            </Route>
          </Switch>
        </ErrorBoundary>
      </main>
      <ShortcutsDialog open={showsShortcuts} onClose={() => setShowsShortcuts(false)} />
      <StateAnnouncer />
      <Toaster />
    </div>
  );
}

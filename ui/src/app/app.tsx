import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { Layer } from "@/components/layer";
import { PageToolsProvider } from "@/components/page-header";
import { Toaster } from "@/components/toaster";
import { NoticeToasts } from "@/features/notices/notice-toasts";
import { StateAnnouncer } from "@/features/servers/state-announcer";
import { useConsoleEvents } from "@/ipc/console-events";
import { useSettings } from "@/ipc/settings-queries";
import { navigate } from "@/lib/hash-location";
import { isWelcome, knownPath } from "@/lib/routes";
import { useAppearance } from "./appearance";
import { useIdlePreload } from "./lazy-pages";
import { Overlays } from "./overlays";
import { PageTools } from "./page-tools";
import { PageBoundary, Pages } from "./pages";
import { PaletteCommands } from "./palette/palette-commands";
import { RouteAnnouncer } from "./route-announcer";
import { Sidebar } from "./sidebar";
import { useBackgroundDoctor } from "./use-background-doctor";
import { useFirstSteps } from "./use-first-steps";
import { useNavigationKeys } from "./use-navigation-keys";
import { useReady } from "./use-ready";
import { useServerNames } from "./use-server-names";
import { WindowTitle } from "./window-title";

/** The name of the main part, to which one can skip. */
const MAIN = "main";

/** The window: sidebar, page, and what may lie above them. */
export function App() {
  const { t } = useTranslation();
  const [path] = useLocation();
  const mainRef = useRef<HTMLElement>(null);
  const settings = useSettings().data;
  const nameOf = useServerNames();

  useAppearance(settings);
  useFirstSteps(settings);
  useReady();
  useIdlePreload();
  useBackgroundDoctor();
  useNavigationKeys();
  useConsoleEvents((event) => {
    const asked = event.type === "page_requested" ? knownPath(event.path) : null;
    if (asked) navigate(asked);
  });

  return (
    <div className="flex h-full">
      <a
        href={`#${MAIN}`}
        onClick={(event) => {
          // What follows the # is the address of a page.
          event.preventDefault();
          mainRef.current?.focus();
        }}
        className="sr-only focus-visible:not-sr-only focus-visible:absolute focus-visible:z-50 focus-visible:bg-overlay focus-visible:p-3"
      >
        {t("nav.skip")}
      </a>
      {!isWelcome(path) && <Sidebar />}
      <main
        ref={mainRef}
        id={MAIN}
        tabIndex={-1}
        className="relative flex min-w-0 flex-1 flex-col outline-none"
      >
        <PageToolsProvider value={<PageTools nameOf={nameOf} />}>
          <PageBoundary path={path}>
            <Pages nameOf={nameOf} />
          </PageBoundary>
        </PageToolsProvider>
        <Layer />
      </main>
      <PaletteCommands />
      <Overlays />
      <NoticeToasts nameOf={nameOf} />
      <StateAnnouncer />
      <RouteAnnouncer mainRef={mainRef} />
      <WindowTitle />
      <Toaster />
    </div>
  );
}

import { type ReactNode, Suspense } from "react";
import { Redirect, Route, Switch } from "wouter";
import type { ServerNameOf } from "@/features/notices/server-names";
import { ServersPage } from "@/features/servers/servers-page";
import { paths, patterns } from "@/lib/routes";
import { ErrorBoundary } from "./error-boundary";
import {
  LazyDoctorPage,
  LazyKeysPage,
  LazyNoticesPage,
  LazyServerRoute,
  LazySettingsPage,
  LazyWelcome,
} from "./lazy-pages";
import { PageSkeleton } from "./page-skeleton";
import { useServerChoices } from "./use-server-choices";

/** The page of the address. */
export function Pages({ nameOf }: { nameOf: ServerNameOf }) {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Switch>
        <Route path={patterns.servers} component={ServersPage} />
        <Route path={patterns.server} component={LazyServerRoute} />
        <Route path={patterns.keys} component={KeysRoute} />
        <Route path={patterns.notices}>
          <LazyNoticesPage nameOf={nameOf} />
        </Route>
        <Route path={patterns.doctor} component={LazyDoctorPage} />
        <Route path={patterns.settings} component={LazySettingsPage} />
        <Route path={patterns.welcome} component={LazyWelcome} />
        <Route>
          <Redirect to={paths.servers()} replace />
        </Route>
      </Switch>
    </Suspense>
  );
}

/** The page of keys, and the servers that they may open. */
function KeysRoute() {
  return <LazyKeysPage servers={useServerChoices()} />;
}

/** Keeps what a page threw to that page: going elsewhere leaves it behind. */
export function PageBoundary({ path, children }: { path: string; children: ReactNode }) {
  return <ErrorBoundary key={areaOf(path)}>{children}</ErrorBoundary>;
}

/** The page that a path belongs to; the parts of a server's page are one. */
export function areaOf(path: string): string {
  return path.split("/").slice(0, 3).join("/");
}

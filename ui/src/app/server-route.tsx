import { lazy, Suspense } from "react";
import { Skeleton } from "@/components/skeleton";
import { ServerPage } from "@/features/servers/page/server-page";

/** Loaded when it is first looked at. */
const Explorer = lazy(async () => {
  const { Explorer: component } = await import("@/features/explorer/explorer");
  return { default: component };
});

/** A server's page, with the explorer in it. */
export function ServerRoute() {
  return (
    <ServerPage
      renderExplorer={({ id, state, name }) => (
        <Suspense
          fallback={
            <div className="p-6">
              <Skeleton className="h-64" />
            </div>
          }
        >
          <Explorer serverId={id} state={state} name={name} />
        </Suspense>
      )}
    />
  );
}

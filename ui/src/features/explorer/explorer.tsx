/** Tools, resources, templates and prompts of one server: what it offers, and what comes of it. */
import { useQueryClient } from "@tanstack/react-query";
import { Play, PlugZap, Telescope } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { Skeleton } from "@/components/skeleton";
import { useToasts } from "@/components/toast-store";
import type { ServerState } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";
import { toProblem } from "@/ipc/errors";
import { queryKeys } from "@/ipc/query-keys";
import { Browser } from "./browser";
import { useCatalog } from "./catalog/queries";

export interface ExplorerProps {
  serverId: string;
  name: string;
  state: ServerState;
  /** Whether it may be started; one whose command nobody has approved may not. */
  canStart?: boolean;
  /** Starts it, where the page has its own way to. */
  onStart?: () => void;
}

/** The explorer of a server. */
export function Explorer({ serverId, name, state, canStart = true, onStart }: ExplorerProps) {
  const { t } = useTranslation();
  const running = state === "up" || state === "degraded";
  const catalog = useCatalog(serverId, running);
  const [seen, setSeen] = useState(running);
  if (running && !seen) setSeen(true);

  if (!running && !(seen && catalog.data)) {
    return <NotRunning {...{ serverId, name, state, canStart }} onStart={onStart} />;
  }
  if (catalog.error && !catalog.data) {
    return (
      <div className="px-4 sm:px-6">
        <ErrorState
          title={t("explorer.not_loaded")}
          problem={toProblem(catalog.error)}
          onRetry={() => void catalog.refetch()}
          retrying={catalog.isFetching}
        />
      </div>
    );
  }
  if (!catalog.data) return <Loading />;
  const { tools, resources, templates, prompts, quarantined } = catalog.data;
  const offers = [tools, resources, templates, prompts, quarantined];
  if (offers.every((list) => list.length === 0)) {
    return (
      <EmptyState
        icon={Telescope}
        title={t("explorer.empty.title")}
        sentence={t("explorer.empty.sentence", { name })}
      />
    );
  }
  return (
    <>
      {!running && (
        <NotRunning {...{ serverId, name, state, canStart }} onStart={onStart} compact />
      )}
      <Browser serverId={serverId} catalog={catalog.data} />
    </>
  );
}

interface NotRunningProps {
  serverId: string;
  name: string;
  state: ServerState;
  canStart: boolean;
  onStart: (() => void) | undefined;
  /** Above what was listed before. */
  compact?: boolean;
}

function NotRunning({
  serverId,
  name,
  state,
  canStart,
  onStart,
  compact = false,
}: NotRunningProps) {
  const { t } = useTranslation();
  const client = useClient();
  const queries = useQueryClient();
  const busy = state === "starting" || state === "stopping";
  const start = () => {
    if (onStart) return onStart();
    client
      .serversStart(serverId)
      .then(() => queries.invalidateQueries({ queryKey: queryKeys.server(serverId) }))
      .catch((thrown) =>
        useToasts.getState().show({
          title: t("explorer.not_running.failed", { name }),
          problem: toProblem(thrown),
        }),
      );
  };
  const button = canStart && (
    <Button
      size={compact ? "small" : "regular"}
      data-testid="explorer-start"
      loading={busy}
      onClick={start}
    >
      <Play aria-hidden size={13} />
      {t("explorer.not_running.start")}
    </Button>
  );
  if (compact) {
    return (
      <div className="flex items-center justify-between gap-3 border-border border-b bg-warn-tint px-4 py-2 sm:px-6">
        <span>{t("explorer.not_running.since")}</span>
        {button}
      </div>
    );
  }
  return (
    <EmptyState
      icon={PlugZap}
      title={t(
        state === "starting" ? "explorer.not_running.starting" : "explorer.not_running.title",
        { name },
      )}
      sentence={t("explorer.not_running.sentence")}
      action={button}
    />
  );
}

function Loading() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("common.loading")} className="flex min-h-0 flex-1">
      <div className="flex w-full flex-col gap-5 border-border px-4 py-6 md:w-explorer-list md:border-r">
        {[40, 75, 60, 85, 50, 70, 65].map((width) => (
          <Skeleton key={width} className={width > 60 ? "w-3/4" : "w-1/2"} />
        ))}
      </div>
      <div className="hidden flex-1 flex-col gap-4 p-6 md:flex">
        <Skeleton className="h-5 w-56" />
        <Skeleton className="w-96" />
      </div>
    </div>
  );
}

import { Download, Plug, Plus, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { toProblem } from "@/ipc/errors";
import { EXAMPLE_COMMAND } from "../add/example";
import type { useServers } from "../queries";
import { ListSkeleton } from "./list-skeleton";

export interface ServersStatesProps {
  servers: ReturnType<typeof useServers>;
  /** Rows that the filter leaves. */
  matches: number;
  onAdd: (what: "new" | "example") => void;
  onImport: () => void;
  onClear: () => void;
  children: ReactNode;
}

/** Loading, failed, empty, filtered to nothing, or the list. */
export function ServersStates(props: ServersStatesProps) {
  const { servers, matches, onAdd, onImport, onClear, children } = props;
  const { t } = useTranslation();
  if (!servers.data) {
    if (servers.isPending) return <ListSkeleton />;
    return (
      <ErrorState
        title={t("servers.load_failed")}
        problem={toProblem(servers.error)}
        onRetry={() => void servers.refetch()}
        retrying={servers.isFetching}
      />
    );
  }
  if (servers.data.length === 0) {
    return (
      <EmptyState
        icon={Plug}
        title={t("servers.empty.title")}
        sentence={t("servers.empty.sentence")}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button variant="primary" data-testid="add-server" onClick={() => onAdd("new")}>
              <Plus aria-hidden size={15} />
              {t("servers.add")}
            </Button>
            <Button data-testid="servers-import" onClick={onImport}>
              <Download aria-hidden size={14} />
              {t("servers.import")}
            </Button>
          </div>
        }
      >
        <div className="mt-8 flex w-full max-w-140 flex-col gap-2">
          <p className="text-muted text-small">{t("servers.empty.example")}</p>
          <div className="flex flex-wrap items-center gap-2 rounded-card border border-border bg-raised py-1.5 pr-1.5 pl-3">
            <code className="min-w-0 flex-1 select-text break-words text-left font-mono text-small">
              {EXAMPLE_COMMAND}
            </code>
            <Button size="small" onClick={() => onAdd("example")}>
              {t("servers.empty.use_example")}
            </Button>
          </div>
        </div>
      </EmptyState>
    );
  }
  if (matches === 0) {
    return (
      <EmptyState
        icon={SearchX}
        title={t("servers.no_match.title")}
        sentence={t("servers.no_match.sentence")}
        action={<Button onClick={onClear}>{t("servers.no_match.action")}</Button>}
      />
    );
  }
  return children;
}

import { Download, KeyRound, Plus, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { toProblem } from "@/ipc/errors";
import type { useKeys } from "@/ipc/key-queries";
import { referenceOf } from "@/lib/key-reference";
import { NAMELESS, openAbove } from "./go-to";
import { ListSkeleton } from "./list/list-skeleton";

export interface KeysStatesProps {
  keys: ReturnType<typeof useKeys>;
  /** Rows before and after the filter. */
  rows: number;
  matches: number;
  onClear: () => void;
  children: ReactNode;
}

/** Loading, failed, empty, filtered to nothing, or the list. */
export function KeysStates({ keys, rows, matches, onClear, children }: KeysStatesProps) {
  const { t } = useTranslation();
  if (!keys.data) {
    if (keys.isPending) return <ListSkeleton />;
    return (
      <ErrorState
        title={t("keys.load_failed")}
        problem={toProblem(keys.error)}
        onRetry={() => void keys.refetch()}
        retrying={keys.isFetching}
      />
    );
  }
  if (rows === 0) {
    return (
      <EmptyState
        icon={KeyRound}
        title={t("keys.empty.title")}
        sentence={t("keys.empty.sentence", { reference: referenceOf("NAME") })}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button
              variant="primary"
              data-testid="add-key"
              onClick={() => openAbove("add", NAMELESS)}
            >
              <Plus aria-hidden size={15} />
              {t("keys.add")}
            </Button>
            <Button data-testid="keys-import" onClick={() => openAbove("import", "env")}>
              <Download aria-hidden size={14} />
              {t("keys.import")}
            </Button>
          </div>
        }
      />
    );
  }
  if (matches === 0) {
    return (
      <EmptyState
        icon={SearchX}
        title={t("keys.no_match.title")}
        sentence={t("keys.no_match.sentence")}
        action={<Button onClick={onClear}>{t("keys.no_match.action")}</Button>}
      />
    );
  }
  return children;
}

import { ChevronRight, CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Skeleton } from "@/components/skeleton";
import { toProblem } from "@/ipc/errors";
import { visible } from "@/lib/visible";
import { FoundCounts } from "./found-counts";
import type { Chosen } from "./model";
import { OpenFile } from "./open-file";
import { useFound } from "./use-found";

export interface FoundListProps {
  onChoose: (chosen: Chosen) => void;
  onFile: (file: File) => Promise<void>;
}

/** What was found on this machine, and a way to everything else on it. */
export function FoundList({ onChoose, onFile }: FoundListProps) {
  const { t } = useTranslation();
  const found = useFound();
  return (
    <section aria-labelledby="import-found" className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 id="import-found" className="font-medium">
          {t("import.from_machine")}
        </h3>
        <OpenFile onFile={onFile} />
      </div>
      {found.isPending && <Skeleton className="h-16" />}
      {found.error && <p className="text-danger">{toProblem(found.error).message}</p>}
      {found.data?.length === 0 && <p className="text-muted">{t("import.found_none")}</p>}
      {found.data && found.data.length > 0 && (
        <ul
          data-testid="import-found"
          className="overflow-hidden rounded-card border border-border"
        >
          {found.data.map((one) => (
            <li
              key={JSON.stringify(one.source)}
              className="border-border border-t first:border-t-0"
            >
              <button
                type="button"
                data-testid={`import-found-${one.name}`}
                onClick={() => onChoose({ kind: "found", name: one.name, source: one.source })}
                className="flex w-full items-center gap-3 px-3 py-2 text-left -outline-offset-2 hover:bg-hover"
              >
                <span className="min-w-0 flex-1">
                  <span className="flex flex-wrap items-baseline gap-x-3">
                    <span className="font-medium">{visible(one.name)}</span>
                    <FoundCounts found={one} />
                  </span>
                  {one.problem && (
                    <span className="mt-0.5 flex gap-1.5 text-small text-warn">
                      <CircleAlert aria-hidden size={13} className="mt-0.5 shrink-0" />
                      <span className="min-w-0 break-words">{visible(one.problem.message)}</span>
                    </span>
                  )}
                </span>
                <ChevronRight aria-hidden size={14} className="shrink-0 text-muted" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

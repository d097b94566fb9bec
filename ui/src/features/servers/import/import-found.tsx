import { CircleAlert } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Checkbox } from "@/components/checkbox";
import { ErrorState } from "@/components/error-state";
import { ProblemNotice } from "@/components/problem-notice";
import { Skeleton } from "@/components/skeleton";
import type { FoundServers } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { visible } from "@/lib/visible";
import { FoundCounts } from "./found-counts";
import { useAddFound } from "./use-add-found";
import { useFound } from "./use-found";

export interface ImportFoundProps {
  /** Called with how many servers were added. */
  onDone: (added: number) => void;
}

/** What was found on this machine, to add all at once. */
export function ImportFound({ onDone }: ImportFoundProps) {
  const { t } = useTranslation();
  const found = useFound();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const { add, adding, problems } = useAddFound(onDone);

  if (found.isPending) return <Skeleton className="h-24" />;
  if (found.error) {
    return (
      <ErrorState
        title={t("import.found_failed")}
        problem={toProblem(found.error)}
        retrying={found.isFetching}
        onRetry={() => void found.refetch()}
      />
    );
  }
  if (found.data.length === 0) {
    return (
      <p className="text-muted" data-testid="import-found-none">
        {t("import.found_none")}
      </p>
    );
  }
  const chosen = found.data.filter((one) => one.new > 0 && !left.has(one.name));
  const tick = (name: string, checked: boolean) =>
    setLeft((before) => {
      const after = new Set(before);
      if (checked) after.delete(name);
      else after.add(name);
      return after;
    });
  return (
    <div className="flex flex-col items-start gap-3">
      <ul
        data-testid="import-found"
        className="w-full overflow-hidden rounded-card border border-border"
      >
        {found.data.map((one) => (
          <FoundRow
            key={JSON.stringify(one.source)}
            found={one}
            checked={chosen.includes(one)}
            onTick={(checked) => tick(one.name, checked)}
          />
        ))}
      </ul>
      {problems.map((problem) => (
        <ProblemNotice key={problem.message} problem={problem} />
      ))}
      <Button
        disabled={chosen.length === 0}
        loading={adding}
        data-testid="import-found-add"
        onClick={() => void add(chosen.map((one) => one.source))}
      >
        {t("import.add_found")}
      </Button>
    </div>
  );
}

interface FoundRowProps {
  found: FoundServers;
  checked: boolean;
  onTick: (checked: boolean) => void;
}

function FoundRow({ found, checked, onTick }: FoundRowProps) {
  const { t } = useTranslation();
  const id = useId();
  const name = visible(found.name);
  return (
    <li className="flex gap-3 border-border border-t px-3 py-2 first:border-t-0">
      <Checkbox
        id={id}
        label={t("import.tick", { name })}
        checked={checked}
        disabled={found.new === 0}
        onChange={onTick}
        className="mt-0.5 disabled:opacity-40"
      />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <label htmlFor={id} className="font-medium">
            {name}
          </label>
          <FoundCounts found={found} />
        </div>
        {found.problem && (
          <p className="mt-0.5 flex gap-1.5 text-small text-warn">
            <CircleAlert aria-hidden size={13} className="mt-0.5 shrink-0" />
            <span className="min-w-0 break-words">{visible(found.problem.message)}</span>
          </p>
        )}
      </div>
    </li>
  );
}

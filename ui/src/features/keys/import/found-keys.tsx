import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Checkbox } from "@/components/checkbox";
import { ProblemNotice } from "@/components/problem-notice";
import { Skeleton } from "@/components/skeleton";
import { cx } from "@/lib/cx";
import { FoundRow } from "./found-row";
import { Command, ImportProblems } from "./import-problems";
import { commandIn, type Place, SHOWN_AT_ONCE } from "./model";
import type { KeyImportState } from "./use-key-import";

/** What was found, or why nothing was. */
export function FoundKeys({ place, state }: { place: Place; state: KeyImportState }) {
  const { t } = useTranslation();
  const { preview, problem, reading, unread } = state;
  if (problem) {
    const command = commandIn(problem.details);
    return (
      <div role="alert" data-testid="key-import-failed" className="flex flex-col gap-2">
        <ProblemNotice title={t("key_import.failed")} problem={problem} />
        {command && <Command text={command} />}
      </div>
    );
  }
  if (!preview) {
    if (unread || !reading) return null;
    return (
      <div role="status" aria-label={t("key_import.looking")}>
        <Skeleton className="h-40" />
      </div>
    );
  }
  return (
    <>
      {preview.found.length === 0 ? (
        <p role="status" data-testid="key-import-none" className="py-2 text-muted">
          {t(`key_import.none.${place}`)}
        </p>
      ) : (
        <List state={state} />
      )}
      <ImportProblems problems={preview.problems} />
    </>
  );
}

function List({ state: { entries, chosen, wish, reading } }: { state: KeyImportState }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const possible = entries.filter((entry) => entry.possible);
  const all = possible.length > 0 && chosen.length === possible.length;
  const hidden = entries.length - shown;
  return (
    <section
      aria-label={t("key_import.found")}
      aria-busy={reading}
      data-testid="key-import-found"
      className={cx("rounded-card border border-border", reading && "opacity-60")}
    >
      <div className="flex items-center gap-3 px-3 py-2">
        <Checkbox
          label={t("key_import.all")}
          data-testid="key-import-all"
          disabled={possible.length === 0}
          checked={all ? true : chosen.length > 0 ? "mixed" : false}
          onChange={() =>
            wish(
              possible.map((entry) => entry.found.id),
              { chosen: !all },
            )
          }
          className="disabled:opacity-40"
        />
        <h3 className="min-w-0 flex-1 font-medium tabular-nums">
          {t("key_import.chosen", { count: chosen.length, total: entries.length })}
        </h3>
      </div>
      <ul>
        {entries.slice(0, shown).map((entry) => (
          <FoundRow
            key={entry.found.id}
            entry={entry}
            onWish={(changes) => wish([entry.found.id], changes)}
          />
        ))}
      </ul>
      {hidden > 0 && (
        <div className="border-border border-t p-2 text-center">
          <Button
            size="small"
            variant="quiet"
            data-testid="key-import-more"
            onClick={() => setShown(shown + SHOWN_AT_ONCE)}
          >
            {t("import.more", { count: Math.min(hidden, SHOWN_AT_ONCE) })}
          </Button>
        </div>
      )}
    </section>
  );
}

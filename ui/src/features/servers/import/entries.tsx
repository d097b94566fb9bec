import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Checkbox } from "@/components/checkbox";
import type { ImportEntry, ImportPreview } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { EntryRow } from "./entry-row";
import { canBeAdded, SHOWN_AT_ONCE } from "./model";

export interface EntriesProps {
  preview: ImportPreview;
  /** Another answer is under way. */
  reading: boolean;
  /** The fields that will be added. */
  fields: readonly string[];
  addable: readonly ImportEntry[];
  onTick: (fields: readonly string[], checked: boolean) => void;
}

/** What would be added, each with the exact command and what speaks against it. */
export function Entries({ preview, reading, fields, addable, onTick }: EntriesProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const { entries, format } = preview;
  const ticked = new Set(fields);
  const all = addable.length > 0 && ticked.size === addable.length;
  const hidden = entries.length - shown;
  if (entries.length === 0) return <p className="text-muted">{t("import.none")}</p>;
  return (
    <section
      aria-label={t("import.preview")}
      aria-busy={reading}
      data-testid="import-preview"
      className={cx("rounded-card border border-border", reading && "opacity-60")}
    >
      <div className="flex items-center gap-3 px-3 py-2">
        <Checkbox
          label={t("import.all")}
          data-testid="import-all"
          disabled={addable.length === 0}
          checked={all ? true : ticked.size > 0 ? "mixed" : false}
          onChange={() =>
            onTick(
              addable.map((entry) => entry.field),
              !all,
            )
          }
        />
        <h3 className="min-w-0 flex-1 font-medium">
          {t("import.chosen", { count: ticked.size, total: entries.length })}
        </h3>
        <span data-testid="import-format" className="text-right text-muted text-small">
          {t(`import.formats.${format}`)}
        </span>
      </div>
      <ul>
        {entries.slice(0, shown).map((entry) => (
          <EntryRow
            key={entry.field}
            entry={entry}
            checked={canBeAdded(entry) && ticked.has(entry.field)}
            onTick={(checked) => onTick([entry.field], checked)}
          />
        ))}
      </ul>
      {hidden > 0 && (
        <div className="border-border border-t p-2 text-center">
          <Button
            size="small"
            variant="quiet"
            data-testid="import-more"
            onClick={() => setShown(shown + SHOWN_AT_ONCE)}
          >
            {t("import.more", { count: Math.min(hidden, SHOWN_AT_ONCE) })}
          </Button>
        </div>
      )}
    </section>
  );
}

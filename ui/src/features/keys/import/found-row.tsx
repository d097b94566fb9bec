import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/checkbox";
import { FieldError } from "@/components/field";
import { Input } from "@/components/input";
import { Select } from "@/components/select";
import { visible } from "@/lib/visible";
import { useKindName } from "../kinds";
import type { Entry, Wish } from "./model";
import { kindsFor } from "./model";
import { Verdict, VerdictText } from "./verdict";

export interface FoundRowProps {
  entry: Entry;
  onWish: (changes: Partial<Wish>) => void;
}

/** One secret: what it is to be called, what it opens, where it stands, and what would be done. */
export function FoundRow({ entry, onWish }: FoundRowProps) {
  const { t } = useTranslation();
  const id = useId();
  const { found, wish, possible, taken, error } = entry;
  const place = visible(found.place);
  const isNew = possible && found.verdict.kind !== "same_as";
  const wrong = wish.chosen ? error : null;
  const name = visible(wish.name);
  return (
    <li
      data-testid={`key-import-${found.id}`}
      className="flex gap-3 border-border border-t px-3 py-2.5"
    >
      <Checkbox
        label={t("key_import.choose", { name, place })}
        checked={possible && wish.chosen}
        disabled={!possible}
        onChange={(chosen) => onWish({ chosen })}
        className="mt-1.5 disabled:opacity-40"
      />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        {isNew ? (
          <div className="flex flex-wrap gap-2">
            <Input
              dense
              aria-label={t("key_import.name_of", { place })}
              aria-invalid={wrong ? true : undefined}
              aria-describedby={wrong ? `${id}-error` : undefined}
              data-testid={`key-import-name-${found.id}`}
              value={wish.name}
              onChange={(event) =>
                // Who names it wants it.
                onWish({ name: event.target.value.trim(), chosen: true, replace: false })
              }
              className="min-w-40 flex-1 font-mono text-small"
            />
            <Kind entry={entry} onChange={(kind) => onWish({ kind })} />
          </div>
        ) : (
          <p className="break-all pt-1 font-mono text-small">{visible(found.name)}</p>
        )}
        {wrong && (
          <div id={`${id}-error`} className="text-small">
            <FieldError>
              {wrong === "name_twice" || wrong === "name_taken"
                ? t(`key_import.errors.${wrong}`, { name })
                : t(`keys.errors.${wrong}`)}
            </FieldError>
          </div>
        )}
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-small">
          <Verdict entry={entry} />
          <span className="min-w-0 break-all text-muted">
            {place}
            {found.masked !== "" && (
              <span aria-hidden className="ml-2">
                {found.masked}
              </span>
            )}
          </span>
        </div>
        {!wrong && <VerdictText entry={entry} />}
        {taken && (
          <div className="flex items-start gap-2 text-small">
            <Checkbox
              id={`${id}-replace`}
              label={t("key_import.replace", { name })}
              checked={wish.replace}
              data-testid={`key-import-replace-${found.id}`}
              onChange={(replace) => onWish(replace ? { replace, chosen: true } : { replace })}
            />
            <label htmlFor={`${id}-replace`} className="min-w-0 break-words">
              {t("key_import.replace", { name })}
            </label>
          </div>
        )}
      </div>
    </li>
  );
}

interface KindProps {
  entry: Entry;
  onChange: (kind: Wish["kind"]) => void;
}

function Kind({ entry: { found, wish, taken }, onChange }: KindProps) {
  const { t } = useTranslation();
  const nameOf = useKindName();
  // A key that gets another value opens what it opened before.
  if (taken && wish.replace) return null;
  return (
    <Select
      label={t("key_import.kind_of", { name: visible(wish.name) })}
      value={wish.kind}
      options={kindsFor(found).map((value) => ({ value, label: nameOf(value) }))}
      onChange={onChange}
      data-testid={`key-import-kind-${found.id}`}
      className="h-7! w-44! shrink-0 text-small max-sm:w-full!"
    />
  );
}

import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { FieldError } from "@/components/field";
import { IconButton } from "@/components/icon-button";
import { Input } from "@/components/input";
import type { Pair } from "./add-form";

export interface PairRowsProps {
  label: string;
  hint?: ReactNode;
  labels: { name: string; value: string; add: string };
  pairs: readonly Pair[];
  /** Texts of errors by the pair's key. */
  errors: ReadonlyMap<number, string>;
  onChange: (pairs: readonly Pair[]) => void;
}

/** Names and values, one pair a row. */
export function PairRows({ label, hint, labels, pairs, errors, onChange }: PairRowsProps) {
  const { t } = useTranslation();
  const id = useId();
  const change = (key: number, changes: Partial<Pair>) =>
    onChange(pairs.map((pair) => (pair.key === key ? { ...pair, ...changes } : pair)));
  const add = () => {
    const key = Math.max(0, ...pairs.map((pair) => pair.key)) + 1;
    onChange([...pairs, { key, name: "", value: "" }]);
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 font-medium">
        {label}
        <span className="ml-1.5 font-normal text-muted">{t("add.optional")}</span>
      </legend>
      {pairs.map((pair, i) => {
        const error = errors.get(pair.key);
        const help = `${id}-${pair.key}`;
        return (
          <div key={pair.key}>
            <div className="flex items-center gap-1.5">
              <Input
                aria-label={labels.name}
                aria-invalid={error ? true : undefined}
                aria-describedby={error ? help : undefined}
                placeholder={labels.name}
                value={pair.name}
                // A row that was just asked for is there to be typed into.
                autoFocus={i === pairs.length - 1 && pair.name === "" && pair.value === ""}
                onChange={(event) => change(pair.key, { name: event.target.value.trim() })}
                className="max-w-44 font-mono text-small"
              />
              <Input
                aria-label={labels.value}
                placeholder={labels.value}
                value={pair.value}
                onChange={(event) => change(pair.key, { value: event.target.value })}
                className="font-mono text-small"
              />
              <IconButton
                icon={Trash2}
                size="small"
                label={
                  pair.name === ""
                    ? t("add.remove_empty_row")
                    : t("add.remove_row", { name: pair.name })
                }
                onClick={() => onChange(pairs.filter((one) => one.key !== pair.key))}
              />
            </div>
            {error && (
              <div id={help} className="mt-1 text-small">
                <FieldError>{error}</FieldError>
              </div>
            )}
          </div>
        );
      })}
      {pairs.length > 0 && hint && <p className="text-muted text-small">{hint}</p>}
      <div>
        <Button variant="quiet" size="small" className="-ml-2" onClick={add}>
          <Plus aria-hidden size={13} />
          {labels.add}
        </Button>
      </div>
    </fieldset>
  );
}

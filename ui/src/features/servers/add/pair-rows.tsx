import { Plus, Trash2 } from "lucide-react";
import { type ClipboardEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { FieldCaution, FieldError } from "@/components/field";
import { IconButton } from "@/components/icon-button";
import { Input } from "@/components/input";
import { finished, referenceIn } from "../keys/key-names";
import { KeyNotes } from "../keys/key-notes";
import { KeyValueInput } from "../keys/key-value-input";
import { PlainSecret } from "../keys/plain-secret";
import { UseKeyMenu } from "../keys/use-key-menu";
import { type PairSyntax, parsePairs } from "./parse-pairs";
import { StrayReferences } from "./stray-references";
import { type Pair, pairsOf } from "./values";

export interface PairRowsProps {
  label: string;
  hint?: ReactNode;
  labels: { name: string; value: string; add: string };
  syntax: PairSyntax;
  /** The server's name; keys are called after it. */
  server: string;
  pairs: readonly Pair[];
  /** Texts by the pair's key. */
  errors: ReadonlyMap<number, string>;
  cautions: ReadonlyMap<number, string>;
  onChange: (pairs: readonly Pair[]) => void;
}

/** Names and values, one pair a row. Pasted lines become rows. */
export function PairRows(props: PairRowsProps) {
  const { label, hint, labels, syntax, server, pairs, errors, cautions, onChange } = props;
  const { t } = useTranslation();
  const id = useId();
  // A key that was asked for and is not there yet: its value is typed next.
  const [adding, setAdding] = useState<string | null>(null);
  // The row whose value is being typed: what is not finished there is not wrong yet.
  const [typing, setTyping] = useState<number | null>(null);
  const freeKey = Math.max(0, ...pairs.map((pair) => pair.key)) + 1;
  const change = (key: number, changes: Partial<Pair>) =>
    onChange(pairs.map((pair) => (pair.key === key ? { ...pair, ...changes } : pair)));

  const paste = (event: ClipboardEvent, pair: Pair, into: "name" | "value") => {
    const pasted = parsePairs(event.clipboardData.getData("text"), syntax);
    // A value may well be `A=B`; only several lines are pairs there.
    if (!pasted || (into === "value" && pasted.length < 2)) return;
    event.preventDefault();
    const rows = pairsOf(pasted, freeKey);
    onChange(
      pairs.flatMap((one) => {
        if (one.key !== pair.key) return [one];
        return one.name === "" && one.value === "" ? rows : [one, ...rows];
      }),
    );
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: WebKitGTK counts a legend's height now and then not
    <div role="group" aria-labelledby={`${id}-label`} className="flex min-w-0 flex-col gap-1.5">
      <div id={`${id}-label`} className="font-medium">
        {label}
        <span className="ml-1.5 font-normal text-muted">{t("add.optional")}</span>
      </div>
      {pairs.map((pair, i) => {
        const error = errors.get(pair.key);
        const caution = cautions.get(pair.key);
        const help = `${id}-${pair.key}`;
        const described = error || caution ? help : undefined;
        const spot = { syntax, name: pair.name, server };
        const refer = (name: string) =>
          change(pair.key, { value: referenceIn(spot, pair.value, name) });
        return (
          <div key={pair.key}>
            <div className="flex items-center gap-1.5">
              <Input
                aria-label={labels.name}
                aria-invalid={error ? true : undefined}
                aria-describedby={described}
                placeholder={labels.name}
                value={pair.name}
                // A row that was just asked for is there to be typed into.
                autoFocus={i === pairs.length - 1 && pair.name === "" && pair.value === ""}
                onPaste={(event) => paste(event, pair, "name")}
                onChange={(event) => change(pair.key, { name: event.target.value.trim() })}
                className="max-w-44 font-mono text-small"
              />
              <KeyValueInput
                aria-label={labels.value}
                aria-describedby={described}
                placeholder={labels.value}
                value={pair.value}
                onFocus={() => setTyping(pair.key)}
                onBlur={() => setTyping(null)}
                onPaste={(event) => paste(event, pair, "value")}
                onChange={(value) => change(pair.key, { value })}
                className="font-mono text-small"
              />
              <UseKeyMenu
                spot={spot}
                onUse={refer}
                onNew={(name) => {
                  setAdding(name);
                  refer(name);
                }}
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
            {(error || caution) && (
              <div id={help} className="mt-1 text-small">
                {error ? <FieldError>{error}</FieldError> : <FieldCaution>{caution}</FieldCaution>}
              </div>
            )}
            <div className="mt-1 text-small empty:hidden">
              <KeyNotes text={pair.value} adding={adding} />
              <PlainSecret
                spot={spot}
                value={pair.value}
                onReplace={(value) => change(pair.key, { value })}
              />
            </div>
          </div>
        );
      })}
      <div className="text-small empty:hidden">
        <StrayReferences
          texts={pairs.map(({ key, value }) => (key === typing ? finished(value) : value))}
        />
      </div>
      {pairs.length > 0 && hint && <p className="text-muted text-small">{hint}</p>}
      <div>
        <Button
          variant="quiet"
          size="small"
          className="-ml-2"
          data-add-row=""
          onClick={() => onChange([...pairs, { key: freeKey, name: "", value: "" }])}
        >
          <Plus aria-hidden size={13} />
          {labels.add}
        </Button>
      </div>
    </div>
  );
}

import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "@/components/copy-button";
import { JsonTree } from "@/components/json-tree";
import type { Checked } from "../schema/check";
import { issueText } from "../schema/issue-text";
import { type Json, nameOf, printed } from "../schema/json";
import { validate } from "../schema/validator";

export interface StructuredProps {
  value: Json;
  /** What the tool says that it gives; `null` or missing: it says nothing. */
  schema: unknown;
  /** Part of it is missing, so that nothing can be said of the whole. */
  cut: boolean;
}

/** Structured content as a tree, and whether it is what the tool promised. */
export function Structured({ value, schema, cut }: StructuredProps) {
  const { t } = useTranslation();
  return (
    <section className="flex flex-col gap-2">
      <header className="flex items-center gap-2">
        <h4 className="font-medium">{t("explorer.result.structured")}</h4>
        <CopyButton text={printed(value)} />
        {schema != null && !cut && <Verdict value={value} schema={schema} />}
      </header>
      <JsonTree
        value={value}
        label={t("explorer.result.structured")}
        open={3}
        data-testid="result-structured"
      />
    </section>
  );
}

function Verdict({ value, schema }: { value: Json; schema: unknown }) {
  const { t } = useTranslation();
  const [checked, setChecked] = useState<Checked | null>(null);
  useEffect(() => {
    let current = true;
    void validate(schema, value).then((found) => {
      if (current) setChecked(found);
    });
    return () => {
      current = false;
    };
  }, [schema, value]);
  if (checked === null) return null;
  if (checked.kind === "unchecked") {
    return (
      <span className="text-small text-warn">{t(`explorer.unchecked.${checked.reason}`)}</span>
    );
  }
  const [first] = checked.issues;
  return first ? (
    <span data-testid="result-mismatch" className="min-w-0 break-words text-danger text-small">
      {t("explorer.result.mismatch", { at: nameOf(first.path), what: issueText(t, first) })}
    </span>
  ) : (
    <span data-testid="result-match" className="text-small text-up">
      {t("explorer.result.match")}
    </span>
  );
}

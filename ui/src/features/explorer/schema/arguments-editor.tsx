import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Segmented } from "@/components/segmented";
import type { Draft } from "../run/store";
import type { Checked } from "./check";
import { issueText } from "./issue-text";
import { nameOf } from "./json";
import { JsonEditor } from "./json-editor";
import { SchemaForm } from "./schema-form";

export interface ArgumentsEditorProps {
  title: ReactNode;
  schema: unknown;
  draft: Draft;
  onChange: (next: Draft) => void;
  checked: Checked;
  attempted: boolean;
  /** Whether the raw JSON is JSON. */
  onValid: (valid: boolean) => void;
  valid: boolean;
  prefix?: string;
}

/** A value, as a form or as JSON; it is the same value either way. */
export function ArgumentsEditor({
  title,
  schema,
  draft,
  onChange,
  checked,
  attempted,
  onValid,
  valid,
  prefix = "",
}: ArgumentsEditorProps) {
  const { t } = useTranslation();
  const issues = checked.kind === "checked" ? checked.issues : [];
  return (
    <section className="flex flex-col gap-3" aria-label={t("explorer.form.arguments")}>
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-semibold text-section">{title}</h3>
        <Segmented
          label={t("explorer.form.mode")}
          value={draft.mode}
          options={[
            { value: "form", label: t("explorer.form.as_form") },
            { value: "json", label: t("explorer.form.as_json") },
          ]}
          onChange={(mode) => {
            // What is no JSON yet has no value that a form could show.
            if (valid) onChange({ ...draft, mode });
          }}
        />
      </div>
      {draft.mode === "form" ? (
        <SchemaForm
          schema={schema}
          value={draft.value}
          onChange={(value) => onChange({ ...draft, value })}
          issues={issues}
          attempted={attempted}
          prefix={prefix}
        />
      ) : (
        <>
          <JsonEditor
            aria-label={t("explorer.form.arguments")}
            data-testid={`${prefix}json`}
            rows={8}
            value={draft.value}
            onChange={(value) => onChange({ ...draft, value })}
            onValid={onValid}
          />
          {issues.length > 0 && valid && (
            <ul className="flex flex-col gap-0.5 text-danger text-small">
              {issues.map((issue) => (
                <li key={`${nameOf(issue.path)} ${issue.keyword}`}>
                  <code className="font-mono">{nameOf(issue.path)}</code> {issueText(t, issue)}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      {checked.kind === "unchecked" && (
        <p className="text-small text-warn">
          {t(`explorer.unchecked.${checked.reason}`)}{" "}
          {checked.message && <code className="break-words font-mono">{checked.message}</code>}
        </p>
      )}
    </section>
  );
}

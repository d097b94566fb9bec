import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { FieldError } from "@/components/field";
import { PlainText } from "@/components/plain-text";
import { cx } from "@/lib/cx";
import { visible } from "@/lib/visible";
import { useForm, useIssuesAt } from "../form-context";
import { issueText } from "../issue-text";
import { nameOf } from "../json";
import type { FieldViewProps } from "./field-view";

/** What a control inside a frame must carry. */
export interface ControlProps {
  id: string;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
  "aria-labelledby": string;
  "data-testid": string;
}

export interface FrameProps {
  /** The field: what it is, where it is, what it is called, and whether it must be there. */
  of: Pick<FieldViewProps, "field" | "path" | "name" | "required" | "inner" | "actions">;
  /** Said quietly beside the name: a range, a count. */
  note?: string | null | undefined;
  /** Small buttons at the end of the line, where they are not the field's own. */
  actions?: ReactNode;
  /** A field of several parts: its label names the group. */
  group?: boolean;
  /** Nothing was entered yet, so nothing is wrong with it before it is sent. */
  blank?: boolean;
  /** Further things that are wrong. */
  faults?: readonly string[];
  children: (control: ControlProps) => ReactNode;
}

/** A field's name, its control, what it is, and what is wrong with it. */
export function Frame({
  of: { field, path, name, required, inner = false, actions: own },
  note,
  actions = own,
  group = false,
  blank = false,
  faults = [],
  children,
}: FrameProps) {
  const { t } = useTranslation();
  const { prefix, attempted } = useForm();
  const id = useId();
  const isItem = typeof path.at(-1) === "number";
  const found = useIssuesAt(path);
  const issues = blank && !attempted ? [] : found;
  const wrong = [...faults, ...issues.map((issue) => issueText(t, issue))];
  const described = wrong.length > 0 || field.description !== null;
  const control: ControlProps = {
    id,
    "aria-invalid": wrong.length > 0 ? true : undefined,
    "aria-describedby": described ? `${id}-help` : undefined,
    "aria-labelledby": `${id}-label`,
    "data-testid": `${prefix}field-${nameOf(path)}`,
  };
  const Label = group ? "span" : "label";
  return (
    <div className="group/field flex min-w-0 flex-col gap-1">
      <div className={cx("flex min-w-0 flex-wrap items-center gap-x-2", !inner && "min-h-6")}>
        <Label
          id={`${id}-label`}
          {...(group ? {} : { htmlFor: id })}
          className={
            inner
              ? "sr-only"
              : cx("min-w-0 break-words font-medium", field.deprecated && "line-through")
          }
        >
          {visible(field.title ?? name)}
        </Label>
        {!inner && !isItem && field.title !== null && field.title !== name && (
          <code className="min-w-0 break-all font-mono text-muted text-small">{visible(name)}</code>
        )}
        {required && <span className="text-muted text-small">{t("explorer.form.required")}</span>}
        {field.deprecated && (
          <span className="text-muted text-small">{t("explorer.form.deprecated")}</span>
        )}
        {note && <span className="text-muted text-small">{note}</span>}
        {actions && <span className="ml-auto flex items-center gap-1">{actions}</span>}
      </div>
      {children(control)}
      {described && (
        <div id={`${id}-help`} className="flex flex-col gap-0.5 text-small">
          {wrong.map((text) => (
            <FieldError key={text}>{text}</FieldError>
          ))}
          {field.description !== null && (
            <PlainText text={field.description} className="text-muted" />
          )}
        </div>
      )}
    </div>
  );
}

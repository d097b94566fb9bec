import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Issue } from "./check";
import { fieldTree } from "./field-tree";
import { FieldView } from "./fields/field-view";
import { Properties } from "./fields/properties";
import { FormProvider } from "./form-context";
import { isObject, type Json, nameOf } from "./json";

export interface SchemaFormProps {
  schema: unknown;
  value: Json | undefined;
  onChange: (next: Json | undefined) => void;
  issues: readonly Issue[];
  /** The person wanted to send it. */
  attempted: boolean;
  /** Distinguishes the fields of several forms on a page. */
  prefix?: string;
}

/** A form made from a JSON Schema. */
export function SchemaForm({
  schema,
  value,
  onChange,
  issues,
  attempted,
  prefix = "",
}: SchemaFormProps) {
  const { t } = useTranslation();
  const field = useMemo(() => fieldTree(schema), [schema]);
  const [branches, setBranches] = useState<ReadonlyMap<string, number>>(new Map());
  const form = useMemo(
    () => ({
      issues,
      attempted,
      prefix,
      branches,
      chooseBranch: (path: Parameters<typeof nameOf>[0], branch: number) =>
        setBranches((before) => new Map(before).set(nameOf(path), branch)),
    }),
    [issues, attempted, prefix, branches],
  );
  const plain = field.kind === "group" && (value === undefined || isObject(value));
  return (
    <FormProvider value={form}>
      {plain ? (
        <Properties
          field={field}
          path={[]}
          value={isObject(value) ? value : {}}
          onChange={onChange}
        />
      ) : (
        <FieldView
          field={field}
          path={[]}
          name={t("explorer.form.arguments")}
          required
          value={value}
          onChange={onChange}
        />
      )}
    </FormProvider>
  );
}

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../field";
import { useForm } from "../form-context";
import { blankValue, initialValue } from "../initial";
import { type Json, nameOf, type Path } from "../json";
import { BooleanField } from "./boolean-field";
import { ChoiceField } from "./choice-field";
import { ChoicesField } from "./choices-field";
import { ConstantField } from "./constant-field";
import { Frame } from "./frame";
import { GroupField } from "./group-field";
import { ListField } from "./list-field";
import { NumberField } from "./number-field";
import { RawField } from "./raw-field";
import { SmallAction } from "./small-action";
import { TextField } from "./text-field";
import { TupleField } from "./tuple-field";
import { UnionField } from "./union-field";

export interface FieldViewProps {
  field: Field;
  path: Path;
  /** What it is called where the schema gives it no title. */
  name: string;
  required: boolean;
  /** It cannot be left out, only removed from its list. */
  item?: boolean;
  /** It is what another field chose, whose name and buttons are its own. */
  inner?: boolean;
  value: Json | undefined;
  onChange: (next: Json | undefined) => void;
  /** Further buttons on its line. */
  actions?: ReactNode;
}

/** One field of whatever kind. */
export function FieldView(props: FieldViewProps) {
  const { t } = useTranslation();
  const { prefix } = useForm();
  const { field, path, name, required, item = false, inner = false, value, onChange } = props;
  const testId = `${prefix}field-${nameOf(path)}`;
  const label = field.title ?? name;
  const actions = (
    <>
      {field.nullable && !inner && value !== null && (
        <SmallAction data-testid={`${testId}-null`} onClick={() => onChange(null)}>
          {t("explorer.form.set_null")}
        </SmallAction>
      )}
      {!required && !item && !inner && value !== undefined && (
        <SmallAction
          data-testid={`${testId}-leave-out`}
          aria-label={t("explorer.form.leave_out_of", { name: label })}
          onClick={() => onChange(undefined)}
        >
          {t("explorer.form.leave_out")}
        </SmallAction>
      )}
      {props.actions}
    </>
  );
  if (value === null && field.nullable && field.kind !== "null") {
    return (
      <Frame of={{ field, path, name, required, actions }} group>
        {() => (
          <div className="flex items-center gap-2">
            <code className="font-mono text-muted">{t("explorer.form.null")}</code>
            <SmallAction
              data-testid={`${testId}-set`}
              onClick={() => onChange(item ? blankValue(field) : initialOrBlank(field))}
            >
              {t("explorer.form.set_value")}
            </SmallAction>
          </div>
        )}
      </Frame>
    );
  }
  return <Shaped {...props} actions={actions} />;
}

function Shaped({ actions, ...props }: FieldViewProps) {
  const { field } = props;
  switch (field.kind) {
    case "text":
      return <TextField {...props} field={field} actions={actions} />;
    case "number":
      return <NumberField {...props} field={field} actions={actions} />;
    case "boolean":
      return <BooleanField {...props} field={field} actions={actions} />;
    case "choice":
      return <ChoiceField {...props} field={field} actions={actions} />;
    case "choices":
      return <ChoicesField {...props} field={field} actions={actions} />;
    case "constant":
    case "null":
      return <ConstantField {...props} field={field} actions={actions} />;
    case "raw":
      return <RawField {...props} field={field} actions={actions} />;
    case "list":
      return <ListField {...props} field={field} actions={actions} />;
    case "tuple":
      return <TupleField {...props} field={field} actions={actions} />;
    case "group":
      return <GroupField {...props} field={field} actions={actions} />;
    case "union":
      return <UnionField {...props} field={field} actions={actions} />;
  }
}

function initialOrBlank(field: Field): Json {
  return initialValue(field) ?? blankValue(field);
}

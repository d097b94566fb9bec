import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Select } from "@/components/select";
import { visible } from "@/lib/visible";
import type { BranchLabel, Field } from "../field";
import { useForm } from "../form-context";
import { branchOfValue, initialValue } from "../initial";
import { nameOf } from "../json";
import { FieldView } from "./field-view";
import { Frame } from "./frame";
import type { KindProps } from "./shared";

/** What a branch is called. */
function labelText(t: TFunction, label: BranchLabel): string {
  if (label.kind === "text") return visible(label.text);
  if (label.kind === "number") return t("explorer.form.branch", { number: label.number });
  switch (label.type) {
    case "string":
    case "number":
    case "integer":
    case "boolean":
    case "array":
    case "object":
      return t(`explorer.types.${label.type}`);
    default:
      return label.type;
  }
}

/** One of several ways; the way is chosen first. */
export function UnionField(props: KindProps<"union">) {
  const { field, path, name, item = false, value, onChange } = props;
  const { t } = useTranslation();
  const { branches: chosen, chooseBranch } = useForm();
  const { branches } = field;
  const byHand = chosen.get(nameOf(path));
  // A value that came from elsewhere may be of another branch than the one chosen.
  const fits = byHand !== undefined && (branches[byHand]?.fit(value) ?? -1) >= 0;
  const found = value === undefined ? -1 : branchOfValue(branches, value);
  const index = byHand !== undefined && fits ? byHand : found;
  const branch = branches[index];
  const chosenField = branch?.field();
  return (
    <Frame of={props} group>
      {({ "data-testid": testId, id, ...control }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would need its legend inside
        <div
          role="group"
          aria-labelledby={control["aria-labelledby"]}
          className="flex flex-col gap-2"
        >
          <Select
            id={id}
            label={t("explorer.form.kind_of", { name: field.title ?? name })}
            data-testid={`${testId}-kind`}
            className="max-w-80"
            placeholder={t("explorer.form.choose")}
            value={index < 0 ? "" : String(index)}
            options={branches.map((one, i) => ({
              value: String(i),
              label: labelText(t, one.label),
            }))}
            onChange={(next) => {
              chooseBranch(path, Number(next));
              const into = branches[Number(next)]?.field();
              onChange(into && initialValue(into));
            }}
          />
          {chosenField && (
            <div className="border-border border-l-2 pl-3">
              <FieldView
                key={index}
                field={quiet(chosenField)}
                path={path}
                name={branch ? labelText(t, branch.label) : name}
                required={false}
                inner
                item={item}
                value={value}
                onChange={onChange}
              />
            </div>
          )}
        </div>
      )}
    </Frame>
  );
}

/** The chooser says what the branch is called already. */
function quiet(field: Field): Field {
  return { ...field, title: null };
}

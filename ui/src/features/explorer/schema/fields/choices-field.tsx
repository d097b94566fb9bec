import { useId } from "react";
import { useTranslation } from "react-i18next";
import { visible } from "@/lib/visible";
import { type Json, sameJson } from "../json";
import { Frame } from "./frame";
import { countNote } from "./list-field";
import type { KindProps } from "./shared";

/** Several of a few values. */
export function ChoicesField(props: KindProps<"choices">) {
  const { field, value, onChange } = props;
  const { t } = useTranslation();
  const id = useId();
  const chosen: readonly Json[] = Array.isArray(value) ? value : [];
  const has = (option: Json) => chosen.some((one) => sameJson(one, option));
  const toggle = (option: Json) =>
    onChange(
      // In the order of the schema, so that the same choice is the same value.
      field.options
        .map((one) => one.value)
        .filter((one) => (sameJson(one, option) ? !has(option) : has(one))),
    );
  return (
    <Frame of={props} note={countNote(t, field.minItems, field.maxItems)} group>
      {({ "data-testid": testId, "aria-invalid": _invalid, ...control }) => (
        <fieldset
          {...control}
          data-testid={testId}
          className="flex max-h-60 flex-wrap gap-x-4 gap-y-1 overflow-y-auto rounded-control border border-border px-3 py-2"
        >
          {field.options.map((option, i) => (
            <span key={JSON.stringify(option.value)} className="inline-flex items-center gap-1.5">
              <input
                type="checkbox"
                id={`${id}-${i}`}
                data-testid={`${testId}-${i}`}
                checked={has(option.value)}
                onChange={() => toggle(option.value)}
                className="size-3.5 accent-accent"
              />
              <label htmlFor={`${id}-${i}`}>{visible(option.label)}</label>
            </span>
          ))}
        </fieldset>
      )}
    </Frame>
  );
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Input } from "@/components/input";
import { isTooExact, readNumber, shownNumber } from "../numbers";
import { Frame } from "./frame";
import type { KindProps } from "./shared";

/** A number, typed as text: a control for numbers would drop what it cannot read. */
export function NumberField(props: KindProps<"number">) {
  const { field, required, item = false, value, onChange } = props;
  const { t } = useTranslation();
  // `1.` and `1.0` are both 1: what was typed stays while it means the value.
  const [typed, setTyped] = useState("");
  const same = readNumber(typed) === (value === null ? undefined : value);
  const shown = same ? typed : shownNumber(value);
  const { minimum, maximum, exclusive } = field;
  const range =
    minimum !== null && maximum !== null && !exclusive.minimum && !exclusive.maximum
      ? t("explorer.form.range", { from: minimum, to: maximum })
      : null;
  return (
    <Frame
      of={props}
      blank={value === null}
      note={range}
      faults={isTooExact(shown) ? [t("explorer.form.too_exact")] : []}
    >
      {({ "aria-labelledby": _label, ...control }) => (
        <Input
          {...control}
          required={required}
          value={shown}
          inputMode={field.integer && minimum !== null && minimum >= 0 ? "numeric" : "decimal"}
          className="max-w-60 tabular-nums"
          onChange={(event) => {
            setTyped(event.target.value);
            const next = readNumber(event.target.value);
            onChange(next === undefined && item ? null : next);
          }}
        />
      )}
    </Frame>
  );
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Select } from "@/components/select";
import { Suggest } from "@/components/suggest";
import { visible } from "@/lib/visible";
import type { Option } from "../field";
import { brief, type Json, sameJson } from "../json";
import { Frame } from "./frame";
import type { KindProps } from "./shared";

/** More options than this are searched rather than scrolled. */
const MANY = 30;

/** One of a few values. */
export function ChoiceField(props: KindProps<"choice">) {
  const { field, value, onChange } = props;
  const { t } = useTranslation();
  const { options } = field;
  return (
    <Frame of={props} blank={value === null}>
      {(control) =>
        options.length > MANY ? (
          <SearchedChoice control={control} options={options} value={value} onChange={onChange} />
        ) : (
          <Select
            id={control.id}
            data-testid={control["data-testid"]}
            className="max-w-80"
            placeholder={t("explorer.form.choose")}
            value={chosenOf(options, value)}
            options={options.map((option, i) => ({
              value: String(i),
              label: visible(option.label) || '""',
            }))}
            onChange={(index) => onChange(options[Number(index)]?.value)}
          />
        )
      }
    </Frame>
  );
}

/** The index of the option that a value is, empty where it is none. */
function chosenOf(options: readonly Option[], value: Json | undefined): string {
  if (value === undefined) return "";
  const index = options.findIndex((option) => sameJson(option.value, value));
  return index < 0 ? "" : String(index);
}

function SearchedChoice({
  control,
  options,
  value,
  onChange,
}: {
  control: { id: string; "data-testid": string };
  options: readonly Option[];
  value: Json | undefined;
  onChange: (next: Json | undefined) => void;
}) {
  const { t } = useTranslation();
  const chosen = options[Number(chosenOf(options, value) || -1)];
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? chosen?.label ?? (value == null ? "" : brief(value));
  const wanted = (typed ?? "").toLowerCase();
  const found = options.filter((option) => option.label.toLowerCase().includes(wanted));
  return (
    <Suggest
      id={control.id}
      data-testid={control["data-testid"]}
      className="max-w-80"
      value={shown}
      placeholder={t("explorer.form.search_options", { count: options.length })}
      listLabel={t("explorer.form.options")}
      suggestions={found.map((option) => option.label)}
      onChange={setTyped}
      onPick={(_label, index) => {
        onChange(found[index]?.value);
        setTyped(null);
      }}
      onBlur={() => {
        // What was typed to search for an option is no value, unless it is the name of one.
        const exact = options.find((option) => option.label === typed);
        if (exact) onChange(exact.value);
        setTyped(null);
      }}
    />
  );
}

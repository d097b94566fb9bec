import { useTranslation } from "react-i18next";
import type { InputProps } from "@/components/input";
import { Suggest } from "@/components/suggest";
import { useKeys } from "@/ipc/key-queries";
import { completed, suggestionsFor } from "./key-names";

export interface KeyValueInputProps extends Omit<InputProps, "onChange" | "value" | "list"> {
  value: string;
  onChange: (value: string) => void;
}

/** A value that may refer to keys; what begins like a reference is completed. */
export function KeyValueInput({ value, onChange, ...rest }: KeyValueInputProps) {
  const { t } = useTranslation();
  const keys = useKeys().data?.keys ?? [];
  return (
    <Suggest
      {...rest}
      value={value}
      onChange={onChange}
      suggestions={suggestionsFor(
        value,
        keys.map((key) => key.name),
      )}
      onPick={(key) => onChange(completed(value, key))}
      listLabel={t("add.use_key")}
    />
  );
}

import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { FilterField } from "@/components/filter-field";

export interface KeysFilterProps {
  inputRef: RefObject<HTMLInputElement | null>;
  filter: string;
  onFilter: (text: string | null) => void;
}

/** Narrows the list by text. */
export function KeysFilter({ inputRef, filter, onFilter }: KeysFilterProps) {
  const { t } = useTranslation();
  return (
    <div className="shrink-0 px-4 pb-3 sm:px-6">
      <FilterField
        inputRef={inputRef}
        label={t("keys.filter")}
        placeholder={t("keys.filter_placeholder")}
        filter={filter}
        onFilter={onFilter}
      />
    </div>
  );
}

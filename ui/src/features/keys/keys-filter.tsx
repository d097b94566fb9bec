import { Search, X } from "lucide-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/icon-button";
import { Input } from "@/components/input";

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
      <div className="relative sm:max-w-80">
        <Search aria-hidden size={14} className="absolute top-2.25 left-2.5 text-muted" />
        <Input
          ref={inputRef}
          type="search"
          aria-label={t("keys.filter")}
          placeholder={t("keys.filter_placeholder")}
          value={filter}
          onChange={(event) => onFilter(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.preventDefault();
            if (filter === "") event.currentTarget.blur();
            else onFilter(null);
          }}
          className="pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
        />
        {filter !== "" && (
          <IconButton
            icon={X}
            size="small"
            label={t("servers.clear_filter")}
            className="absolute top-1 right-1"
            onClick={() => {
              onFilter(null);
              inputRef.current?.focus();
            }}
          />
        )}
      </div>
    </div>
  );
}

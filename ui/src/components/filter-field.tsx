import { Search, X } from "lucide-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { IconButton } from "./icon-button";
import { Input } from "./input";

export interface FilterFieldProps {
  inputRef: RefObject<HTMLInputElement | null>;
  label: string;
  placeholder: string;
  filter: string;
  onFilter: (text: string | null) => void;
  className?: string;
}

/** Narrows a list by text. Escape clears it, and then leaves it. */
export function FilterField(props: FilterFieldProps) {
  const { inputRef, label, placeholder, filter, onFilter, className } = props;
  const { t } = useTranslation();
  return (
    <div className={cx("relative sm:max-w-80", className)}>
      <Search aria-hidden size={14} className="absolute top-2.25 left-2.5 text-muted" />
      <Input
        ref={inputRef}
        type="search"
        aria-label={label}
        placeholder={placeholder}
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
  );
}

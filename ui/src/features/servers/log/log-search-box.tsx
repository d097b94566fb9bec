import { ArrowDown, ArrowUp, ListFilter, Search } from "lucide-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/icon-button";
import { Input } from "@/components/input";
import { useLocale } from "@/i18n/use-locale";
import { formatCount } from "@/lib/format";
import type { LogAddress } from "./log-address";
import type { LogReader } from "./log-reader";
import { useReading } from "./use-reading";

export interface LogSearchBoxProps {
  reader: LogReader;
  address: LogAddress;
  inputRef: RefObject<HTMLInputElement | null>;
  onStep: (by: 1 | -1) => void;
  /** Esc in an empty field: back to the lines. */
  onLeave: () => void;
}

/** What is looked for, how often it is there, and the way from one to the next. */
export function LogSearchBox({ reader, address, inputRef, onStep, onLeave }: LogSearchBoxProps) {
  const { t } = useTranslation();
  const searching = address.query.trim() !== "";
  const none = useReading(reader, (one) => one.matches.length === 0);
  return (
    <div className="flex min-w-0 items-center gap-1 max-sm:w-full">
      <div className="relative w-56 min-w-24 max-sm:flex-1">
        <Search aria-hidden size={13} className="absolute top-2 left-2 text-muted" />
        <Input
          ref={inputRef}
          type="search"
          aria-label={t("log.search")}
          data-testid="log-search"
          placeholder={t("log.search_placeholder")}
          value={address.query}
          onChange={(event) => address.setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
            else if (event.key !== "Escape") return;
            else if (address.query === "") onLeave();
            else address.setQuery("");
            event.preventDefault();
            event.stopPropagation();
          }}
          dense
          className="pl-7 [&::-webkit-search-cancel-button]:hidden"
        />
      </div>
      {searching && (
        <>
          <MatchCount reader={reader} />
          <IconButton
            icon={ArrowUp}
            size="small"
            label={t("log.previous")}
            disabled={none}
            onClick={() => onStep(-1)}
          />
          <IconButton
            icon={ArrowDown}
            size="small"
            label={t("log.next")}
            disabled={none}
            onClick={() => onStep(1)}
          />
          <IconButton
            icon={ListFilter}
            size="small"
            label={t("log.only_matches")}
            data-testid="log-only-matches"
            pressed={address.onlyMatches}
            onClick={() => address.setOnlyMatches(!address.onlyMatches)}
          />
        </>
      )}
    </div>
  );
}

function MatchCount({ reader }: { reader: LogReader }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const total = useReading(reader, (one) => one.matches.length);
  const current = useReading(reader, (one) => one.current);
  const searched = useReading(reader, (one) => one.searched);
  const text =
    total === 0
      ? t(searched ? "log.matches_none" : "log.searching")
      : t("log.matches", {
          current: formatCount(current + 1, locale),
          total: formatCount(total, locale),
        });
  return (
    <span
      role="status"
      data-testid="log-matches"
      className="shrink-0 px-1 text-muted text-small tabular-nums"
    >
      {text}
    </span>
  );
}

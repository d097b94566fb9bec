import { ArrowDown, ArrowUp, Copy, Search, WrapText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/icon-button";
import { Input } from "@/components/input";
import { useLocale } from "@/i18n/use-locale";
import { formatCount } from "@/lib/format";
import type { LogViewState } from "./use-log-view";

export interface LogToolbarProps {
  view: LogViewState;
  wrap: boolean;
  dropped: number;
  onWrap: () => void;
  onCopy: () => void;
  onStep: (by: 1 | -1) => void;
}

/** Search, wrap and copy. */
export function LogToolbar({ view, wrap, dropped, onWrap, onCopy, onStep }: LogToolbarProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const searching = view.query.trim() !== "";
  const none = view.matches.length === 0;
  return (
    <div className="flex shrink-0 items-center gap-1 border-border border-b px-5 py-2">
      <div className="relative min-w-0 max-w-64 flex-1">
        <Search aria-hidden size={13} className="absolute top-2 left-2 text-muted" />
        <Input
          type="search"
          aria-label={t("log.search")}
          data-testid="log-search"
          placeholder={t("log.search_placeholder")}
          value={view.query}
          onChange={(event) => view.setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") onStep(event.shiftKey ? 1 : -1);
            else if (event.key === "Escape" && view.query !== "") view.setQuery("");
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
          dense
          className="pl-7 [&::-webkit-search-cancel-button]:hidden"
        />
      </div>
      {searching && (
        <>
          <span role="status" className="px-1 text-muted text-small tabular-nums">
            {none
              ? t("log.matches_none")
              : t("log.matches", {
                  current: formatCount(view.current + 1, locale),
                  total: formatCount(view.matches.length, locale),
                })}
          </span>
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
        </>
      )}
      <span className="flex-1" />
      <span
        className="truncate px-1 text-muted text-small tabular-nums"
        title={dropped > 0 ? t("log.dropped", { count: dropped }) : undefined}
      >
        {t("log.lines", { count: view.lines.length })}
      </span>
      <IconButton
        icon={WrapText}
        size="small"
        label={t("log.wrap")}
        pressed={wrap}
        onClick={onWrap}
      />
      <IconButton icon={Copy} size="small" label={t("log.copy")} onClick={onCopy} />
    </div>
  );
}

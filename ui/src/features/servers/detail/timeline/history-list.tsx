import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { StateBadge } from "@/components/state-badge";
import { useLocale } from "@/i18n/use-locale";
import type { HistoryEntry } from "@/ipc/bindings";
import { formatDateTime, formatDuration } from "@/lib/format";

/** Changes shown at first, and more with each press. */
const PAGE = 12;

export interface HistoryListProps {
  /** Changes of state, newest first. */
  entries: readonly HistoryEntry[];
  /** When the list was made, milliseconds since the epoch. */
  now: number;
}

/** What happened, newest first: when, from what to what, for how long, and why. */
export function HistoryList({ entries, now }: HistoryListProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const [shown, setShown] = useState(PAGE);
  const more = entries.length - shown;
  return (
    <>
      <ol className="flex flex-col" aria-label={t("detail.history")} data-testid="history">
        {entries.slice(0, shown).map((entry, i) => {
          const until = entries[i - 1];
          const lasted = (until ? Date.parse(until.at) : now) - Date.parse(entry.at);
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: two changes can share a millisecond
              key={`${entry.at}-${i}`}
              className="grid grid-cols-[--spacing(48)_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 border-border border-b py-1.5 last:border-b-0 max-sm:grid-cols-[minmax(0,1fr)_auto]"
            >
              <time
                dateTime={entry.at}
                className="text-muted text-small tabular-nums max-sm:col-span-2"
              >
                {formatDateTime(entry.at, locale)}
              </time>
              <span className="flex min-w-0 flex-wrap items-center gap-1">
                <StateBadge past state={entry.from} />
                <ArrowRight aria-label={t("detail.to")} size={12} className="text-muted" />
                <StateBadge past state={entry.to} />
              </span>
              <span className="text-right text-muted tabular-nums" title={t("detail.lasted")}>
                {formatDuration(lasted, locale)}
              </span>
              {entry.problem && (
                <span className="col-span-2 select-text break-words sm:col-start-2">
                  {entry.problem.message}
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {more > 0 && (
        <Button
          size="small"
          className="mt-2"
          data-testid="history-more"
          onClick={() => setShown((before) => before + 4 * PAGE)}
        >
          {t("detail.show_more", { count: more })}
        </Button>
      )}
    </>
  );
}

import { useTranslation } from "react-i18next";
import { StateBadge } from "@/components/state-badge";
import { useLocale } from "@/i18n/use-locale";
import type { HistoryEntry } from "@/ipc/bindings";
import { formatDateTime } from "@/lib/format";

/** Changes shown; the newest. */
const MAX_SHOWN = 50;

/** What happened to a server, newest first. */
export function History({ entries }: { entries: readonly HistoryEntry[] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  if (entries.length === 0) return <p className="text-muted">{t("detail.history_empty")}</p>;
  return (
    <ol className="flex flex-col">
      {entries.slice(0, MAX_SHOWN).map((entry, i) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: two changes can share a millisecond
          key={`${entry.at}-${i}`}
          className="flex items-baseline gap-x-3 gap-y-1 border-border border-b py-1.5 last:border-b-0 max-sm:flex-wrap"
        >
          <span className="w-28 shrink-0" title={t("detail.transition", states(entry))}>
            <StateBadge past state={entry.to} />
          </span>
          <span className="min-w-0 flex-1 select-text break-words empty:max-sm:hidden max-sm:order-last max-sm:flex-none max-sm:basis-full">
            {entry.problem?.message}
          </span>
          <time dateTime={entry.at} className="ml-auto shrink-0 text-muted text-small tabular-nums">
            {formatDateTime(entry.at, locale)}
          </time>
        </li>
      ))}
    </ol>
  );

  function states(entry: HistoryEntry) {
    return { from: t(`states.${entry.from}`), to: t(`states.${entry.to}`) };
  }
}

import { useLocale } from "@/i18n/use-locale";
import { formatDateTime, formatDuration } from "@/lib/format";
import { useNow } from "@/lib/use-now";

/** How long ago a moment was; ticks in place. */
export function Elapsed({ since }: { since: number }) {
  const locale = useLocale();
  const now = useNow();
  return (
    <time
      className="tabular-nums"
      dateTime={new Date(since).toISOString()}
      title={formatDateTime(new Date(since).toISOString(), locale)}
    >
      {formatDuration(now - since, locale)}
    </time>
  );
}

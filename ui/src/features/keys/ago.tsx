import { useLocale } from "@/i18n/use-locale";
import { formatAgo, formatDateTime } from "@/lib/format";
import { useNow } from "@/lib/use-now";

/** How long ago a moment was; the tooltip has it exactly. */
export function Ago({ at }: { at: string }) {
  const locale = useLocale();
  const now = useNow();
  return (
    <time className="tabular-nums" dateTime={at} title={formatDateTime(at, locale)}>
      {formatAgo(at, now, locale)}
    </time>
  );
}

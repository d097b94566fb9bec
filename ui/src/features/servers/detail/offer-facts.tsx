import { useTranslation } from "react-i18next";
import { useLocale } from "@/i18n/use-locale";
import type { Counts } from "@/ipc/bindings";
import { formatCount } from "@/lib/format";

const ORDER = ["tools", "resources", "resource_templates", "prompts", "quarantined"] as const;

/** How many things a server offers; quarantine is named only where something is in it. */
export function OfferFacts({ counts }: { counts: Counts }) {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <dl className="flex flex-wrap gap-2">
      {ORDER.filter((name) => name !== "quarantined" || counts.quarantined > 0).map((name) => (
        <div
          key={name}
          className="flex min-w-24 flex-1 flex-col-reverse rounded-card border border-border px-3 py-2"
        >
          <dt className="truncate text-muted text-small">{t(`detail.fields.${name}`)}</dt>
          <dd className="font-semibold text-section tabular-nums">
            {formatCount(counts[name], locale)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useLocale } from "@/i18n/use-locale";
import { formatCount } from "@/lib/format";
import { paths } from "@/lib/routes";
import type { Detail } from "../model";

const ORDER = ["tools", "resources", "resource_templates", "prompts", "quarantined"] as const;

/** How many things a server offers; quarantine is named only where something is in it. */
export function OfferFacts({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { counts } = detail;
  return (
    <>
      <dl className="grid grid-cols-2 gap-2">
        {ORDER.filter((name) => name !== "quarantined" || counts.quarantined > 0).map((name) => (
          <div key={name} className="flex flex-col-reverse rounded-control bg-sunken px-3 py-1.5">
            <dt className="truncate text-muted text-small">{t(`detail.fields.${name}`)}</dt>
            <dd className="font-semibold text-section tabular-nums">
              {formatCount(counts[name], locale)}
            </dd>
          </div>
        ))}
      </dl>
      <Link
        href={paths.server(detail.id, "explorer")}
        className="mt-2 inline-block text-accent-text hover:underline"
      >
        {t("detail.explore")}
      </Link>
    </>
  );
}

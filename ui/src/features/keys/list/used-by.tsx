import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useLocale } from "@/i18n/use-locale";
import type { KeyUse } from "@/ipc/bindings";
import { formatCount } from "@/lib/format";
import { paths } from "@/lib/routes";
import { visible } from "@/lib/visible";
import { outdatedOf } from "../model";

export interface UsedByProps {
  uses: readonly KeyUse[];
  /** Whether its link takes part in the order of Tab. */
  active: boolean;
}

/** The first server that refers to a key, and how many more; those with an old value first. */
export function UsedBy({ uses, active }: UsedByProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const outdated = outdatedOf(uses);
  const first = outdated[0] ?? uses[0];
  if (!first) return <span className="text-muted">{t("common.unknown")}</span>;
  return (
    <span
      className="flex min-w-0 items-center gap-1.5"
      title={uses.map((use) => visible(use.name)).join(", ")}
    >
      {outdated.length > 0 && (
        <span className="flex shrink-0 text-warn" title={t("keys.outdated")}>
          <TriangleAlert aria-hidden size={13} />
          <span className="sr-only">{t("keys.outdated")}</span>
        </span>
      )}
      <Link
        href={paths.server(first.server)}
        tabIndex={active ? 0 : -1}
        className="min-w-0 truncate rounded-control hover:underline"
      >
        {visible(first.name)}
      </Link>
      {uses.length > 1 && (
        <span className="shrink-0 text-muted text-small tabular-nums">
          {`+${formatCount(uses.length - 1, locale)}`}
        </span>
      )}
    </span>
  );
}

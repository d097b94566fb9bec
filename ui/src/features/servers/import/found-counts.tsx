import { useTranslation } from "react-i18next";
import type { FoundServers } from "@/ipc/bindings";

/** How many servers a source has for us. */
export function FoundCounts({ found }: { found: FoundServers }) {
  const { t } = useTranslation();
  const counts = [
    found.new > 0 && t("import.count_new", { count: found.new }),
    found.present > 0 && t("import.count_present", { count: found.present }),
  ].filter(Boolean);
  return <span className="text-muted text-small tabular-nums">{counts.join(" · ")}</span>;
}

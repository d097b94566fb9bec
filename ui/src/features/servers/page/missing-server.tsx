import { SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { EmptyState } from "@/components/empty-state";
import { paths } from "@/lib/routes";

/** In place of a server that does not exist, or does not any more. */
export function MissingServer({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <div data-testid="missing-server">
      <EmptyState
        icon={SearchX}
        title={t("page.missing", { id })}
        sentence={t("page.missing_why")}
        action={
          <Link
            href={paths.servers()}
            className="inline-flex h-8 items-center rounded-control bg-accent px-3 font-medium text-on-accent hover:bg-accent-hover"
          >
            {t("page.to_servers")}
          </Link>
        }
      />
    </div>
  );
}

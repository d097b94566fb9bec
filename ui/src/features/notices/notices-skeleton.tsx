import { useTranslation } from "react-i18next";
import { Skeleton } from "@/components/skeleton";

const ROWS = ["a", "b", "c", "d"];

/** The list before it is known. */
export function NoticesSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" className="rounded-card border border-border bg-raised">
      <span className="sr-only">{t("common.loading")}</span>
      {ROWS.map((row) => (
        <div key={row} className="flex items-center gap-3 px-4 py-3.5">
          <Skeleton className="size-4" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="w-40" />
            <Skeleton className="w-3/5" />
          </div>
          <Skeleton className="w-10" />
        </div>
      ))}
    </div>
  );
}

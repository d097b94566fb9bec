import { useTranslation } from "react-i18next";
import { Skeleton } from "@/components/skeleton";

/** A page while its file is read from the disk. */
export function PageSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" className="px-4 sm:px-6">
      <span className="sr-only">{t("common.loading")}</span>
      <div className="flex h-14 items-center">
        <Skeleton className="h-5 w-40" />
      </div>
      <Skeleton className="h-40 max-w-200 rounded-card" />
    </div>
  );
}

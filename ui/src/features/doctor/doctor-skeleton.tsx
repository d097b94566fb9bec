import { useTranslation } from "react-i18next";
import { Skeleton } from "@/components/skeleton";
import { Spinner } from "@/components/spinner";

const GROUPS = [
  { key: "data", rows: ["a", "b", "c"] },
  { key: "runtimes", rows: ["a", "b", "c", "d", "e"] },
];

/** The report while its checks run for the first time. */
export function DoctorSkeleton() {
  const { t } = useTranslation();
  return (
    <>
      <div
        role="status"
        className="flex h-16 items-center gap-3 rounded-card bg-progress-tint px-4 font-semibold text-section"
      >
        <Spinner className="text-progress" />
        {t("doctor.running")}
      </div>
      {GROUPS.map(({ key, rows }) => (
        <div key={key}>
          <Skeleton className="mb-3 h-4 w-28" />
          <div className="divide-y divide-border rounded-card border border-border bg-raised">
            {rows.map((row) => (
              <div key={row} className="flex items-start gap-3 px-4 py-3.5">
                <Skeleton className="size-4" />
                <div className="flex flex-1 flex-col gap-2">
                  <Skeleton className="w-32" />
                  <Skeleton className="w-3/5" />
                </div>
              </div>
            ))}
          </div>
        </div>
      ))}
    </>
  );
}

import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Skeleton } from "@/components/skeleton";
import { useDensity } from "@/lib/density";
import { useWidth } from "@/lib/use-width";
import { HEADER_HEIGHT, ROW_HEIGHT, TABLE_FROM } from "./columns";

const ROWS = [0, 1, 2, 3, 4, 5];

/** The list before it is known: its frame, and rows of the right height. */
export function ListSkeleton() {
  const { t } = useTranslation();
  const ref = useRef<HTMLDivElement>(null);
  const width = useWidth(ref);
  const shape = width !== null && width < TABLE_FROM ? "stacked" : "table";
  const height = ROW_HEIGHT[shape][useDensity()];
  return (
    <div ref={ref} role="status" aria-label={t("common.loading")}>
      <div aria-hidden className="overflow-hidden rounded-card border border-border bg-raised">
        {shape === "table" && (
          <div style={{ height: HEADER_HEIGHT }} className="border-border border-b" />
        )}
        {ROWS.map((row) => (
          <div
            key={row}
            style={{ height }}
            className="flex items-center gap-4 border-border border-b px-3.5 last:border-b-0"
          >
            <Skeleton className="w-36" />
            <Skeleton className="h-5 w-20 rounded-full" />
            {shape === "table" && <Skeleton className="flex-1" />}
          </div>
        ))}
      </div>
    </div>
  );
}

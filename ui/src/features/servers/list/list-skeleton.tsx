import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Skeleton } from "@/components/skeleton";
import { cx } from "@/lib/cx";
import { useWidth } from "@/lib/use-width";
import { GRID, layoutFor, ROW_HEIGHT } from "./layout";
import { ListHeader } from "./list-header";

const ROWS = [0, 1, 2, 3, 4, 5];

/** The list before it is known: its frame, and rows of the right height. */
export function ListSkeleton() {
  const { t } = useTranslation();
  const ref = useRef<HTMLDivElement>(null);
  const layout = layoutFor(useWidth(ref));
  return (
    <div ref={ref} role="status" aria-label={t("common.loading")}>
      <div aria-hidden className="overflow-hidden rounded-card border border-border bg-raised">
        <ListHeader layout={layout} />
        {ROWS.map((row) => (
          <div
            key={row}
            style={{ height: ROW_HEIGHT[layout] }}
            className={cx(
              GRID[layout],
              "border-border border-b last:border-b-0",
              layout === "stacked" && "flex flex-col justify-center gap-2.5",
            )}
          >
            <Skeleton className="mx-3 h-5 w-20 rounded-full" />
            <Skeleton className={cx("w-24", layout === "stacked" ? "mx-3" : "mx-2")} />
            {layout !== "stacked" && <Skeleton className="mx-2 w-3/4" />}
          </div>
        ))}
      </div>
    </div>
  );
}

import { cx } from "@/lib/cx";

/** A grey shape of the size of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      data-skeleton=""
      className={cx("block h-3 animate-breathe rounded-control bg-stopped-tint", className)}
    />
  );
}

import { ArrowDown, ArrowUp } from "lucide-react";
import { cx } from "@/lib/cx";

export interface ColumnHeaderProps {
  label: string;
  /** Set at the right, above numbers. */
  numeric?: boolean;
  /** How the table is sorted by it, if it is. */
  direction: "asc" | "desc" | null;
  testId: string;
  onPress: () => void;
}

/** The name of a column: a button that sorts by it. */
export function ColumnHeader({
  label,
  numeric = false,
  direction,
  testId,
  onPress,
}: ColumnHeaderProps) {
  const Arrow = direction === "asc" ? ArrowUp : ArrowDown;
  const order = direction === "asc" ? "ascending" : "descending";
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      aria-sort={direction === null ? undefined : order}
      className={cx("flex min-w-0", numeric ? "justify-end" : "justify-start")}
    >
      <button
        type="button"
        data-testid={testId}
        onClick={onPress}
        className={cx(
          "group/sort relative max-w-full truncate rounded-control px-2 py-1 font-medium hover:text-text",
          direction !== null && "text-text",
        )}
      >
        {label}
        <Arrow
          aria-hidden
          size={11}
          className={cx(
            "absolute top-2",
            // In the padding, so that nothing moves when it comes.
            numeric ? "-left-1" : "-right-1",
            direction === null && "opacity-0 group-hover/sort:opacity-50",
          )}
        />
      </button>
    </div>
  );
}

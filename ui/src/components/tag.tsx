import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

export interface TagProps {
  title?: string;
  className?: string;
  children: ReactNode;
}

/** A label that a person gave. */
export function Tag({ title, className, children }: TagProps) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex h-5 max-w-40 items-center gap-1 rounded-full border border-border bg-sunken px-2 text-muted text-small",
        className,
      )}
    >
      {children}
    </span>
  );
}

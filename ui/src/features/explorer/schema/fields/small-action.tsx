import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";

/** A quiet button on the line of a field's name. */
export function SmallAction({ className, ...rest }: ComponentProps<"button">) {
  return (
    <button
      type="button"
      className={cx(
        "h-6 whitespace-nowrap rounded-control px-1.5 text-muted text-small hover:bg-hover hover:text-text",
        className,
      )}
      {...rest}
    />
  );
}

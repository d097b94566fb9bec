import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";

/** What every control that takes text looks like. */
export const CONTROL = cx(
  "w-full rounded-control border border-control bg-raised px-2.5 text-text placeholder:text-muted",
  "focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0",
  "aria-invalid:border-danger disabled:opacity-50",
);

export interface InputProps extends ComponentProps<"input"> {
  /** Height: as a button of the same name. */
  dense?: boolean;
}

export function Input({ dense = false, className, ...rest }: InputProps) {
  return (
    <input
      type="text"
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      className={cx(CONTROL, dense ? "h-7" : "h-8", className)}
      {...rest}
    />
  );
}

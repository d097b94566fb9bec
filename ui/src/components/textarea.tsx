import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";
import { CONTROL } from "./input";

/** Grows with its text, up to a third of the window. */
export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      className={cx(
        CONTROL,
        "field-sizing-content max-h-[33vh] min-h-8 resize-none py-1.5",
        className,
      )}
      {...rest}
    />
  );
}

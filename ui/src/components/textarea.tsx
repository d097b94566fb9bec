import { type ComponentProps, useLayoutEffect, useRef } from "react";
import { cx } from "@/lib/cx";
import { CONTROL } from "./input";

/**
 * Grows with its text, up to a third of the window. `field-sizing` would do it alone, but
 * WebKitGTK does not know it.
 */
export function Textarea({ className, value, ...rest }: ComponentProps<"textarea">) {
  const ref = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the value
  useLayoutEffect(() => {
    const area = ref.current;
    if (!area) return;
    area.style.height = "auto";
    const frame = area.offsetHeight - area.clientHeight;
    area.style.height = `${area.scrollHeight + frame}px`;
  }, [value]);
  return (
    <textarea
      ref={ref}
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      value={value}
      className={cx(CONTROL, "max-h-[33vh] min-h-8 resize-none py-1.5", className)}
      {...rest}
    />
  );
}

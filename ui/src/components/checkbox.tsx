import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";

export interface CheckboxProps
  extends Omit<ComponentProps<typeof Radix.Root>, "checked" | "onCheckedChange" | "onChange"> {
  /** `mixed`: some of what it stands for. */
  checked: boolean | "mixed";
  onChange?: (checked: boolean) => void;
  /** Its accessible name. */
  label: string;
}

/** A box to tick. */
export function Checkbox({ checked, onChange, label, className, ...rest }: CheckboxProps) {
  return (
    <Radix.Root
      checked={checked === "mixed" ? "indeterminate" : checked}
      onCheckedChange={(next) => onChange?.(next === true)}
      aria-label={label}
      className={cx(
        "flex size-4 shrink-0 items-center justify-center rounded-mark border border-control bg-raised text-on-accent",
        "data-[state=checked]:border-accent data-[state=checked]:bg-accent",
        "data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent",
        className,
      )}
      {...rest}
    >
      <Radix.Indicator>
        {checked === "mixed" ? (
          <Minus aria-hidden size={12} strokeWidth={3} />
        ) : (
          <Check aria-hidden size={12} strokeWidth={3} />
        )}
      </Radix.Indicator>
    </Radix.Root>
  );
}

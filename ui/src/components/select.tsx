import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { cx } from "@/lib/cx";
import { CONTROL } from "./input";
import { useLayer } from "./layer";

export interface SelectProps<Value extends string> {
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  id?: string;
  label?: string;
  /** What stands there before the first choice, which is an empty value. */
  placeholder?: string;
  disabled?: boolean;
  className?: string;
  "data-testid"?: string;
}

/** A choice of one among a few. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  label,
  placeholder,
  className,
  disabled,
  "data-testid": testId,
  ...rest
}: SelectProps<Value>) {
  const layer = useLayer();
  return (
    <Radix.Root
      value={value}
      disabled={disabled ?? false}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onChange(chosen.value);
      }}
    >
      <Radix.Trigger
        aria-label={label}
        data-testid={testId}
        className={cx(CONTROL, "flex h-8 items-center justify-between gap-2 text-left", className)}
        {...rest}
      >
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon>
          <ChevronDown aria-hidden size={14} className="text-muted" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal container={layer}>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 min-w-(--radix-select-trigger-width) animate-rise-in rounded-card border border-border bg-overlay p-1 shadow-overlay"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                data-testid={testId && `${testId}-${option.value}`}
                className="flex h-7 items-center justify-between gap-3 rounded-control px-2 outline-none data-highlighted:bg-hover"
              >
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator>
                  <Check aria-hidden size={14} className="text-accent-text" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

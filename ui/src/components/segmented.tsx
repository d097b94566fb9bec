import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

export interface SegmentedProps<Value extends string> {
  value: Value;
  options: readonly { value: Value; label: ReactNode }[];
  onChange: (value: Value) => void;
  label: string;
  className?: string;
}

/** A choice of one among a few that are all in sight. */
export function Segmented<Value extends string>({
  value,
  options,
  onChange,
  label,
  className,
}: SegmentedProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      aria-label={label}
      onValueChange={(next) => {
        // An empty value means that the chosen one was pressed again: it stays.
        const chosen = options.find((option) => option.value === next);
        if (chosen) onChange(chosen.value);
      }}
      className={cx(
        "inline-flex shrink-0 rounded-control border border-border bg-sunken p-0.5",
        className,
      )}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="inline-flex h-6.5 items-center gap-1.5 whitespace-nowrap rounded-control px-2.5 text-muted max-sm:px-2 max-sm:text-small hover:text-text data-[state=on]:bg-raised data-[state=on]:font-medium data-[state=on]:text-text data-[state=on]:ring-1 data-[state=on]:ring-border"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

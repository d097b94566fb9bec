import { Switch as Radix } from "radix-ui";
import { useId } from "react";

export interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  /** The label stands elsewhere and is only said here. */
  hideLabel?: boolean;
  disabled?: boolean;
  "data-testid"?: string;
}

/** Something that is on or off, with its label. */
export function Switch({
  checked,
  onChange,
  label,
  hideLabel = false,
  disabled = false,
  "data-testid": testId,
}: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <Radix.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        data-testid={testId}
        className="flex h-4.5 w-8 shrink-0 items-center rounded-full border border-control bg-sunken p-0.5 disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="size-3 rounded-full bg-control transition-transform duration-(--motion) data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-on-accent" />
      </Radix.Root>
      <label htmlFor={id} className={hideLabel ? "sr-only" : undefined}>
        {label}
      </label>
    </div>
  );
}

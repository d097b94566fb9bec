import { Switch as Radix } from "radix-ui";
import { useId } from "react";

export interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
}

/** Something that is on or off, with its label. */
export function Switch({ checked, onChange, label }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        className="flex h-4.5 w-8 shrink-0 items-center rounded-full border border-control bg-sunken p-0.5 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="size-3 rounded-full bg-control transition-transform duration-(--motion) data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-on-accent" />
      </Radix.Root>
      <label htmlFor={id}>{label}</label>
    </div>
  );
}

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";

export interface MenuCheckItemProps {
  label: string;
  checked: boolean;
  onChange: () => void;
  "data-testid"?: string;
}

/** Something in a menu that is on or off. The menu stays open, since one often changes several. */
export function MenuCheckItem({ label, checked, onChange, ...rest }: MenuCheckItemProps) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className="flex h-7.5 items-center gap-2 rounded-control px-2 text-text outline-none data-highlighted:bg-hover"
      {...rest}
    >
      <span className="flex w-3.5 justify-center">
        <Radix.ItemIndicator>
          <Check aria-hidden size={14} className="text-accent-text" />
        </Radix.ItemIndicator>
      </span>
      <span className="flex-1">{label}</span>
    </Radix.CheckboxItem>
  );
}

/** The name of what follows in a menu. */
export function MenuLabel({ text }: { text: string }) {
  return (
    <Radix.Label className="px-2 pt-1.5 pb-0.5 font-medium text-muted text-small">
      {text}
    </Radix.Label>
  );
}

import { Check, type LucideIcon } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { Kbd } from "./kbd";
import { useLayer } from "./layer";

export interface DropdownMenuProps {
  trigger: ReactNode;
  children: ReactNode;
  /** Where the focus goes when it closes; the trigger where this is not given. */
  onCloseFocus?: () => void;
}

/** A menu below its trigger. */
export function DropdownMenu({ trigger, children, onCloseFocus }: DropdownMenuProps) {
  const layer = useLayer();
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={layer}>
        <Radix.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            if (!onCloseFocus) return;
            event.preventDefault();
            onCloseFocus();
          }}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-[min(26rem,calc(100vw-1rem))] animate-rise-in overflow-y-auto rounded-card border border-border bg-overlay p-1 shadow-overlay"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface MenuItemProps {
  icon: LucideIcon;
  label: string;
  onSelect: () => void;
  /** The key that does the same. */
  shortcut?: string;
  danger?: boolean;
  "data-testid"?: string;
}

export function MenuItem({
  icon: Icon,
  label,
  onSelect,
  shortcut,
  danger,
  ...rest
}: MenuItemProps) {
  return (
    <Radix.Item
      onSelect={onSelect}
      className={cx(
        "flex h-7.5 items-center gap-2 rounded-control px-2 outline-none data-highlighted:bg-hover",
        danger ? "text-danger" : "text-text",
      )}
      {...rest}
    >
      <Icon aria-hidden size={14} className={danger ? undefined : "text-muted"} />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {shortcut && <Kbd>{shortcut}</Kbd>}
    </Radix.Item>
  );
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-border" />;
}

export interface MenuCheckboxItemProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  "data-testid"?: string;
}

/** Something that is on or off. The menu stays open: one often changes several. */
export function MenuCheckboxItem({ label, checked, onChange, ...rest }: MenuCheckboxItemProps) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className="flex h-7.5 items-center gap-2 rounded-control px-2 outline-none data-highlighted:bg-hover"
      {...rest}
    >
      <span className="flex size-3.5 items-center justify-center">
        <Radix.ItemIndicator>
          <Check aria-hidden size={14} className="text-accent-text" />
        </Radix.ItemIndicator>
      </span>
      <span className="flex-1">{label}</span>
    </Radix.CheckboxItem>
  );
}

/** What the items below it are about. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <Radix.Label className="px-2 pt-1 pb-0.5 font-medium text-muted text-small">
      {children}
    </Radix.Label>
  );
}

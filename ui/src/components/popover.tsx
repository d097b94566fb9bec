import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useLayer } from "./layer";

export interface PopoverProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger: ReactNode;
  /** Its accessible name. */
  label: string;
  children: ReactNode;
  "data-testid"?: string;
}

/** A small panel below its trigger. Esc and a press outside close it. */
export function Popover({
  open,
  onOpenChange,
  trigger,
  label,
  children,
  "data-testid": testId,
}: PopoverProps) {
  const layer = useLayer();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={layer}>
        <Radix.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          data-testid={testId}
          onOpenAutoFocus={(event) => {
            // The first button would show its tooltip; nobody asked for that.
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          className="z-40 flex max-h-[min(32rem,var(--radix-popover-content-available-height))] w-[min(24rem,calc(100vw-1rem))] animate-rise-in flex-col rounded-card border border-border bg-overlay shadow-overlay outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

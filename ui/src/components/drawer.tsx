import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface DrawerProps {
  onClose: () => void;
  /** Its accessible name. */
  label: string;
  children: ReactNode;
}

/**
 * The detail of a row, at the right edge. The page behind it stays in use, so nothing is dimmed
 * and a press outside does not close it; Esc does.
 */
export function Drawer({ onClose, label, children }: DrawerProps) {
  return (
    <Radix.Root open modal={false} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Content
          data-testid="drawer"
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // The first button is to close; nobody opens a drawer for that.
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          onInteractOutside={(event) => event.preventDefault()}
          className="fixed inset-y-0 right-0 z-30 flex w-full max-w-drawer animate-slide-in flex-col border-border border-l bg-overlay shadow-overlay outline-none"
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

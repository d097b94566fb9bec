import type { ReactNode } from "react";

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-control border border-border bg-sunken px-1 font-sans text-muted text-small">
      {children}
    </kbd>
  );
}

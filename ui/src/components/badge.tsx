import type { ReactNode } from "react";

/** A small count or word. */
export function Badge({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-stopped-tint px-1.5 text-small text-stopped tabular-nums">
      {children}
    </span>
  );
}

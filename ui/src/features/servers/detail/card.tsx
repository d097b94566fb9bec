import { type ReactNode, useId } from "react";

export interface CardProps {
  title: string;
  /** At the right end of the title. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A part of the overview. */
export function Card({ title, aside, children }: CardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="min-w-0 rounded-card border border-border bg-raised p-4"
    >
      <div className="mb-3 flex min-h-7 flex-wrap items-center justify-between gap-2">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

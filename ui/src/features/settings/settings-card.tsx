import { type ReactNode, useId } from "react";

/** A group of settings under a heading. */
export function SettingsCard({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-2 font-semibold text-section">
        {title}
      </h2>
      <div className="divide-y divide-border rounded-card border border-border bg-raised">
        {children}
      </div>
    </section>
  );
}

import type { KeyUse } from "@/ipc/bindings";
import { visible } from "@/lib/visible";

/** Servers that refer to a key, and where. */
export function UseNames({ uses, testId }: { uses: readonly KeyUse[]; testId: string }) {
  return (
    <ul
      data-testid={testId}
      className="divide-y divide-border rounded-card border border-border bg-raised"
    >
      {uses.map((use) => (
        <li
          key={use.server}
          className="flex flex-wrap items-baseline justify-between gap-x-3 px-3 py-2"
        >
          <span className="min-w-0 break-words font-medium">{visible(use.name)}</span>
          <span className="min-w-0 break-all font-mono text-muted text-small">
            {use.fields.join(", ")}
          </span>
        </li>
      ))}
    </ul>
  );
}

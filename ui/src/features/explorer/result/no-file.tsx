import type { LucideIcon } from "lucide-react";

/** In place of an image or a sound that cannot be shown. */
export function NoFile({ icon: Icon, text }: { icon: LucideIcon; text: string }) {
  return (
    <p
      data-testid="result-no-file"
      className="flex items-center gap-2 rounded-control border border-border bg-sunken px-3 py-2 text-muted"
    >
      <Icon aria-hidden size={14} className="shrink-0" />
      {text}
    </p>
  );
}

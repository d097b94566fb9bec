import { ChevronRight } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cx } from "@/lib/cx";

export interface DisclosureProps {
  label: string;
  /** Said beside the label while it is closed. */
  summary?: ReactNode;
  open: boolean;
  onChange: (open: boolean) => void;
  children: ReactNode;
  "data-testid"?: string;
}

/** A part that is shown when it is asked for. */
export function Disclosure({
  label,
  summary,
  open,
  onChange,
  children,
  "data-testid": testId,
}: DisclosureProps) {
  const id = useId();
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        data-testid={testId}
        onClick={() => onChange(!open)}
        className="-ml-1.5 flex max-w-full items-center gap-1.5 rounded-control py-1 pr-2 pl-1.5 font-medium hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          size={14}
          className={cx("shrink-0 text-muted", open && "rotate-90")}
        />
        <span className="shrink-0">{label}</span>
        {!open && summary && (
          <span className="min-w-0 truncate font-normal text-muted">{summary}</span>
        )}
      </button>
      {open && (
        <div id={id} className="mt-3">
          {children}
        </div>
      )}
    </div>
  );
}

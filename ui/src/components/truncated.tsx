import { type ReactNode, useRef, useState } from "react";
import { cx } from "@/lib/cx";
import { Tooltip } from "./tooltip";

export interface TruncatedProps {
  /** The whole text. */
  text: string;
  className?: string;
  /** What stands in its place where that is not the text itself. */
  children?: ReactNode;
}

/** One line that is cut where it does not fit; then the tooltip has the whole. */
export function Truncated({ text, className, children }: TruncatedProps) {
  const ref = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    const element = ref.current;
    setOpen(next && element !== null && element.scrollWidth > element.clientWidth);
  };
  return (
    <Tooltip content={text} open={open} onOpenChange={change}>
      <span ref={ref} className={cx("block min-w-0 truncate", className)}>
        {children ?? text}
      </span>
    </Tooltip>
  );
}

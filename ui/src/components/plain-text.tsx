import { cx } from "@/lib/cx";
import { visibleLines } from "@/lib/visible";

export interface PlainTextProps {
  text: string;
  className?: string;
}

/**
 * Words of a stranger. They are never markup; what would hide in them is written out, and their
 * direction stays their own.
 */
export function PlainText({ text, className }: PlainTextProps) {
  return (
    <p dir="auto" className={cx("isolate select-text whitespace-pre-line break-words", className)}>
      {visibleLines(text)}
    </p>
  );
}

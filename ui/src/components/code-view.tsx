import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { visibleLines } from "@/lib/visible";
import { Button } from "./button";

/** Characters that are drawn at first, and how many more each time one asks. */
const FIRST = 40_000;
const MORE = 400_000;
/** Lines that are laid out together; what is out of sight is not laid out at all. */
const CHUNK_LINES = 200;
/** Characters of a line before it is divided, so that no one line is a page. */
const MAX_LINE = 4_000;

export interface CodeViewProps {
  text: string;
  /** Its accessible name. */
  label: string;
  className?: string;
  "data-testid"?: string;
}

/** A long text of a stranger, in mono; what would hide in it is written out. */
export function CodeView({ text, label, className, "data-testid": testId }: CodeViewProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(FIRST);
  const chunks = useMemo(() => chunksOf(text.slice(0, shown)), [text, shown]);
  const left = text.length - shown;
  return (
    <div className={cx("flex flex-col rounded-control border border-border bg-sunken", className)}>
      <figure
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
        tabIndex={0}
        data-testid={testId}
        className="max-h-[60vh] select-text overflow-auto px-3 py-2 font-mono text-small"
      >
        {chunks.map((chunk, i) => (
          <pre
            // biome-ignore lint/suspicious/noArrayIndexKey: a chunk is its place
            key={i}
            className={cx(
              // A guessed height would make a short text jump.
              chunks.length > 1 && "chunk",
              "whitespace-pre-wrap break-words [overflow-wrap:anywhere] [unicode-bidi:plaintext]",
            )}
          >
            {chunk}
          </pre>
        ))}
      </figure>
      {left > 0 && (
        <div className="border-border border-t px-2 py-1">
          <Button size="small" variant="quiet" onClick={() => setShown(shown + MORE)}>
            {t("explorer.result.show_more", { count: Math.min(left, MORE) })}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The text in pieces of some lines, hidden characters written out. */
function chunksOf(text: string): string[] {
  const lines = visibleLines(text)
    .split("\n")
    .flatMap((line) => (line.length > MAX_LINE ? divided(line) : [line]));
  const chunks: string[] = [];
  for (let from = 0; from < lines.length; from += CHUNK_LINES) {
    chunks.push(lines.slice(from, from + CHUNK_LINES).join("\n"));
  }
  return chunks;
}

function divided(line: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < line.length; ) {
    let to = Math.min(from + MAX_LINE, line.length);
    // A pair of surrogates is one character.
    if (/[\ud800-\udbff]/.test(line[to - 1] ?? "")) to -= 1;
    pieces.push(line.slice(from, to));
    from = to;
  }
  return pieces;
}

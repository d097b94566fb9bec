import { CopyButton } from "@/components/copy-button";

/** A part of a fix: words, or a command between back-ticks. */
export interface FixPart {
  /** Where it begins in the text. */
  at: number;
  text: string;
  command: boolean;
}

/** Splits what to do into words and commands. A back-tick without its partner is a character. */
export function partsOf(fix: string): FixPart[] {
  const parts: FixPart[] = [];
  let end = 0;
  for (const match of fix.matchAll(/`([^`\n]+)`/g)) {
    if (match.index > end) {
      parts.push({ at: end, text: fix.slice(end, match.index), command: false });
    }
    parts.push({ at: match.index, text: match[1] ?? "", command: true });
    end = match.index + match[0].length;
  }
  // The full stop of a sentence that ends in a command would stand behind its button.
  const rest = fix.slice(end);
  if (rest !== "" && !(end > 0 && rest === "."))
    parts.push({ at: end, text: rest, command: false });
  return parts;
}

/** What to do; commands can be copied. */
export function FixText({ fix }: { fix: string }) {
  return (
    <p className="break-words">
      {partsOf(fix).map(({ at, text, command }) =>
        command ? (
          <span key={at} className="inline-flex max-w-full items-center gap-0.5 align-middle">
            <code className="min-w-0 select-text break-all rounded-control border border-border bg-sunken px-1.5 font-mono text-small">
              {text}
            </code>
            <CopyButton text={text} />
          </span>
        ) : (
          <span key={at}>{text}</span>
        ),
      )}
    </p>
  );
}

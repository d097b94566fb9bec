/**
 * Text that a person is asked to trust. Characters that do not show, or that change the order in
 * which others show, are written out as escapes, so that what is read is what will run.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|[^\S ]/gu;

/** The text with hidden characters as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (hidden) => `\\u{${hidden.codePointAt(0)?.toString(16) ?? ""}}`);
}

/** The same for a text of several lines: line breaks and tabs are what they are. */
export function visibleLines(text: string): string {
  const lines = text.replaceAll("\r\n", "\n");
  return lines.replace(HIDDEN, (hidden) =>
    hidden === "\n" || hidden === "\t" ? hidden : visible(hidden),
  );
}

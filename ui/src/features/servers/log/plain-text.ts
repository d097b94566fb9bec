/**
 * What of a log line is shown. Colours of terminals are taken out, since the gutter alone has
 * colour here; characters that do not show, or that turn the order of others around, are written
 * out, so that a line cannot pretend to be another one.
 */
import { visible } from "@/lib/visible";

/** Escape sequences: colours and cursor moves (CSI), titles and links (OSC), and the short ones. */
const SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]/g;
/** Most lines: nothing to do. */
const PLAIN = /^[\t\x20-\x7e]*$/;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Tabs have a width, and emoji are made with these: a style, and a joiner. */
const KEPT: ReadonlySet<string> = new Set(["\t", "\ufe0e", "\ufe0f", "\u200d"]);

/** The text without escape sequences, its hidden characters as `\u{…}`. */
export function plainText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(SEQUENCES, "")
    .replace(HIDDEN, (hidden) => (KEPT.has(hidden) ? hidden : visible(hidden)));
}

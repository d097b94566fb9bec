/** Which values look like secrets that stand in plain text. A guess: it decides what is offered. */
import { guessKind } from "@/lib/guess-kind";

/** What the console shows in place of a value that looks secret. */
export const MASK = "••••••";

/** Parts of names whose values are taken for secrets, as the console has it. */
const SECRET_NAMES = /key|token|secret|password|passwd|auth|credential|cookie|private/i;
/** What one writes under such a name and is none: `AUTH_MODE=none`, `KEY_FILE=~/key.pem`. */
const SWITCH = /^(?:true|false|yes|no|on|off|none|null|auto)$/i;
const NUMBER = /^\d{1,6}$/;
const PLACE = /^(?:~?\/|\.{1,2}\/|[A-Za-z]:\\|https?:\/\/)/;
const PLACE_NAME = /(?:file|path|dir|url|uri|endpoint|mode|type)$/i;

/** Whether a value under this name is probably a secret, written out. */
export function looksSecret(name: string, value: string): boolean {
  const text = value.trim();
  if (text === "" || text.includes("${")) return false;
  // A value that only a key of one provider begins like.
  if (guessKind("", credentialOf(text)) !== null) return true;
  if (!SECRET_NAMES.test(name)) return false;
  return !(SWITCH.test(text) || NUMBER.test(text) || PLACE.test(text) || PLACE_NAME.test(name));
}

/** Whether it is shown in place of a value that the console has and does not tell. */
export function isMasked(value: string): boolean {
  return value.trim() === MASK;
}

const SCHEME = /^\s*((?:bearer|token|basic|apikey|api-key|bot|key)\s+)(?=\S)/i;

/** The scheme before a header's credentials, with the blank behind it; empty where there is none. */
export function schemeOf(value: string): string {
  return SCHEME.exec(value)?.[1] ?? "";
}

/** A value without the scheme before it. */
export function credentialOf(value: string): string {
  return value.trim().slice(schemeOf(value.trim()).length);
}

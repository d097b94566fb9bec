/** What kind of file a base64 text is, by its first bytes; what a server says of it is not believed. */

const SIGNS: readonly [string, string][] = [
  ["iVBORw0KGgo", "image/png"],
  ["/9j/", "image/jpeg"],
  ["R0lGOD", "image/gif"],
  ["Qk0", "image/bmp"],
  ["AAABAA", "image/x-icon"],
];

/** The type of an image; `null` where it is none that a window shows. */
export function imageType(base64: string): string | null {
  const found = SIGNS.find(([sign]) => base64.startsWith(sign));
  if (found) return found[1];
  const start = decoded(base64.slice(0, 1024));
  if (start === null) return null;
  if (start.startsWith("RIFF") && start.slice(8, 12) === "WEBP") return "image/webp";
  if (start.slice(4, 12) === "ftypavif") return "image/avif";
  // As a picture it runs no script and loads nothing.
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<svg[\s>]/.test(start)
    ? "image/svg+xml"
    : null;
}

/** The type of a sound; what it is said to be where its first bytes say nothing. */
export function audioType(base64: string, said: string): string | null {
  const start = decoded(base64.slice(0, 64));
  if (start === null || start === "") return null;
  if (start.startsWith("RIFF") && start.slice(8, 12) === "WAVE") return "audio/wav";
  if (start.startsWith("OggS")) return "audio/ogg";
  if (start.startsWith("fLaC")) return "audio/flac";
  if (start.startsWith("ID3") || /^\xff[\xe0-\xff]/.test(start)) return "audio/mpeg";
  return /^audio\/[a-z0-9.+-]+$/i.test(said) ? said.toLowerCase() : null;
}

/** Bytes that a base64 text stands for. */
export function bytesOf(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return Math.max(0, Math.floor((base64.length * 3) / 4) - padding);
}

function decoded(base64: string): string | null {
  try {
    return atob(base64.slice(0, base64.length - (base64.length % 4)));
  } catch {
    return null;
  }
}

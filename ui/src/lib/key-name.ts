/** Names of keys: the same rule as the console's own, so that a wrong one is seen while one types. */

/** Longest name, characters. */
export const MAX_KEY_NAME_CHARS = 128;

/** What is wrong with a name. */
export type NameError = "name_required" | "name_long" | "name_shape" | "name_taken";

/** What is wrong with a name, if anything; `taken` are the names of other keys. */
export function nameError(name: string, taken: readonly string[]): NameError | null {
  if (name === "") return "name_required";
  if (name.length > MAX_KEY_NAME_CHARS) return "name_long";
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return "name_shape";
  // A keychain, or an environment, may not tell case.
  const isTaken = taken.some((other) => other.toUpperCase() === name.toUpperCase());
  return isTaken ? "name_taken" : null;
}

/** The name as one writes that of a variable: `github token` → `GITHUB_TOKEN`. */
export function upperSnake(name: string): string {
  const words = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    // `githubToken` is two words, `APIKey` too.
    .replace(/([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])/g, "$1$3_$2$4")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toUpperCase();
  return /^\d/.test(words) ? `_${words}` : words;
}

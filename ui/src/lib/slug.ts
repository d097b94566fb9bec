/**
 * The id that a server gets from its name: the same rule as the console's own, so that a clash is
 * seen while one types. The console decides; this only foretells.
 */

/** Longest name, characters. */
export const MAX_NAME_CHARS = 64;

const ACCENTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    a: "áàâãäå",
    e: "éèêë",
    i: "íìîï",
    o: "óòôõö",
    u: "úùûü",
    c: "ç",
    n: "ñ",
  }).flatMap(([plain, accented]) => [...accented].map((letter) => [letter, plain])),
);

/** The id of a server of this name; empty where the name has no letter or digit. */
export function slugOf(name: string): string {
  let slug = "";
  for (const letter of name.trim().toLowerCase()) {
    const plain = ACCENTS[letter] ?? letter;
    if (/[a-z0-9]/.test(plain) || (/[._]/.test(plain) && slug !== "")) slug += plain;
    else if (slug !== "" && !slug.endsWith("-")) slug += "-";
  }
  return slug.replace(/[-._]+$/, "");
}

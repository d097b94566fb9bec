/** Pasted lines of variables (`K=V`, as in a .env file) or headers (`Name: value`). Pure. */

/** What the lines are. */
export type PairSyntax = "variables" | "headers";

const LINE: Record<PairSyntax, RegExp> = {
  variables: /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$/,
  headers: /^([A-Za-z0-9!#$%&'*+\-.^_`|~]+)\s*:(.*)$/,
};

/**
 * The pairs of a pasted text; `null` where it is something else, which is then pasted as it is.
 * Empty lines and comments are left out; every other line must be a pair.
 */
export function parsePairs(
  text: string,
  syntax: PairSyntax,
): { name: string; value: string }[] | null {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const pairs = lines.map((line) => {
    const match = LINE[syntax].exec(line);
    return match && { name: match[1] ?? "", value: unquoted(match[2]?.trim() ?? "") };
  });
  if (pairs.length === 0 || pairs.some((pair) => pair === null)) return null;
  return pairs.filter((pair) => pair !== null);
}

function unquoted(value: string): string {
  const quote = value[0];
  const quoted = value.length >= 2 && (quote === '"' || quote === "'") && value.endsWith(quote);
  return quoted ? value.slice(1, -1) : value;
}

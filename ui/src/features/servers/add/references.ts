/**
 * References in values, as the console resolves them when a server starts: `${NAME}`,
 * `${NAME:-default}`, `${env:NAME}`, `${secret:NAME}`. `$${` is a literal `${`.
 */

const REFERENCE = /^(?:env:|secret:)?[A-Za-z_][A-Za-z0-9_.-]*(?::-.*)?$/s;

/** What begins like a reference and is none: the console would refuse it at the start. */
export function strayReferences(text: string): string[] {
  const found: string[] = [];
  let at = text.indexOf("${");
  while (at >= 0) {
    if (text[at - 1] === "$") {
      at = text.indexOf("${", at + 2);
      continue;
    }
    const end = text.indexOf("}", at);
    if (end < 0) {
      found.push(text.slice(at));
      break;
    }
    if (!REFERENCE.test(text.slice(at + 2, end))) found.push(text.slice(at, end + 1));
    at = text.indexOf("${", end);
  }
  return [...new Set(found)];
}

/** The same text, meant literally. */
export function literally(reference: string): string {
  return `$${reference}`;
}

/** Sets JSON out over lines without reading its numbers, so that none is rounded. */

/** Characters of a text that is looked at. */
const MAX_CHARACTERS = 2_000_000;

/** The text set out; `null` where it is no object or array of JSON. */
export function indentJson(text: string): string | null {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed) || trimmed.length > MAX_CHARACTERS) return null;
  try {
    JSON.parse(trimmed);
  } catch {
    return null;
  }
  return setOut(trimmed);
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

function setOut(json: string): string {
  const out: string[] = [];
  let depth = 0;
  let before = "";
  const line = () => out.push(`\n${"  ".repeat(depth)}`);
  for (const [token] of json.matchAll(TOKEN)) {
    const opens = before === "{" || before === "[";
    if (token === "}" || token === "]") {
      depth -= 1;
      if (!opens) line();
    } else if (opens || before === ",") line();
    out.push(token === ":" ? ": " : token);
    if (token === "{" || token === "[") depth += 1;
    before = token;
  }
  return out.join("");
}

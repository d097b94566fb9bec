/** URI templates (RFC 6570) with texts for variables: what they make, and whether a URI is one. */

interface Expression {
  operator: string;
  names: readonly { name: string; prefix: number | null }[];
}

/** How each operator writes its variables. */
const OPERATORS: Readonly<
  Record<string, { first: string; between: string; named: boolean; reserved: boolean }>
> = {
  "": { first: "", between: ",", named: false, reserved: false },
  "+": { first: "", between: ",", named: false, reserved: true },
  "#": { first: "#", between: ",", named: false, reserved: true },
  ".": { first: ".", between: ".", named: false, reserved: false },
  "/": { first: "/", between: "/", named: false, reserved: false },
  ";": { first: ";", between: ";", named: true, reserved: false },
  "?": { first: "?", between: "&", named: true, reserved: false },
  "&": { first: "&", between: "&", named: true, reserved: false },
};

const EXPRESSION = /\{([+#./;?&]?)([^{}]+)\}/g;

function expressionOf(operator: string, list: string): Expression {
  return {
    operator,
    names: list.split(",").map((item) => {
      const [, name = item, length] = /^(.*?)(?::(\d+)|\*)?$/.exec(item.trim()) ?? [];
      return { name, prefix: length ? Number(length) : null };
    }),
  };
}

/** The URI that a template makes; variables without a value are left out. */
export function expand(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(EXPRESSION, (_all, operator: string, list: string) => {
    const { names } = expressionOf(operator, list);
    const how = OPERATORS[operator] ?? OPERATORS[""];
    if (!how) return "";
    const parts = names.flatMap(({ name, prefix }) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) return [];
      const cut = prefix === null ? value : [...value].slice(0, prefix).join("");
      const text = how.reserved ? encodeReserved(cut) : encodeAll(cut);
      if (!how.named) return [text];
      return [text === "" && operator === ";" ? name : `${name}=${text}`];
    });
    return parts.length === 0 ? "" : how.first + parts.join(how.between);
  });
}

function encodeAll(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Reserved characters and escapes stay as they are. */
function encodeReserved(text: string): string {
  return encodeURI(wellFormed(text))
    .replace(/%25([0-9a-f]{2})/gi, "%$1")
    .replaceAll("%5B", "[")
    .replaceAll("%5D", "]");
}

/** Half of a surrogate pair is no text, and `encodeURI` throws at it. */
function wellFormed(text: string): string {
  return text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    "\ufffd",
  );
}

/** Whether a URI could have come from a template. Only the fixed parts are compared. */
export function isMatch(template: string, uri: string): boolean {
  const fixed = template.split(/\{[^{}]*\}/);
  const [start = "", ...rest] = fixed;
  const end = rest.pop();
  if (end === undefined) return uri === start;
  if (!uri.startsWith(start) || !uri.endsWith(end)) return false;
  let from = start.length;
  for (const part of rest) {
    const at = uri.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from + end.length <= uri.length;
}

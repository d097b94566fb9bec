/** Folders as a person writes them, one a line, as the protocol wants them: `file://` URIs. */

export interface Root {
  uri: string;
  name: string;
}

/** The folders of a text; `wrong`: the first line that is none. */
export function readRoots(text: string): { roots: Root[]; wrong: string | null } {
  const lines = text.split("\n").map((line) => line.trim());
  const roots: Root[] = [];
  for (const line of lines.filter((one) => one !== "")) {
    const uri = uriOf(line);
    if (uri === null) return { roots, wrong: line };
    const last = line.split(/[\\/]/).findLast((part) => part !== "");
    roots.push({ uri, name: last ?? line });
  }
  return { roots, wrong: null };
}

function uriOf(line: string): string | null {
  if (/^file:\/\//i.test(line)) return line;
  if (line.startsWith("/")) return `file://${encodePath(line)}`;
  const drive = /^([a-z]):[\\/](.*)$/i.exec(line);
  return drive
    ? `file:///${drive[1]}:/${encodePath((drive[2] ?? "").replaceAll("\\", "/"))}`
    : null;
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

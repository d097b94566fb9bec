import { visible } from "@/lib/visible";

/** A URL as it is, the host of it in bold: that is what one decides by. */
export function UrlParts({ url }: { url: string }) {
  const { before, host, after } = partsOf(url);
  return (
    <code
      data-testid="question-url"
      dir="ltr"
      className="isolate min-w-0 flex-1 select-text break-all font-mono text-muted"
    >
      {visible(before)}
      <strong className="text-text">{visible(host)}</strong>
      {visible(after)}
    </code>
  );
}

/** The parts as they are written; a name before the `@` is none of the host. */
export function partsOf(url: string): { before: string; host: string; after: string } {
  const [, scheme = "", authority = "", after = ""] =
    /^([a-z][a-z0-9+.-]*:[\\/]*)([^\\/?#]*)(.*)$/is.exec(url) ?? [];
  if (authority === "") return { before: "", host: "", after: url };
  const at = authority.lastIndexOf("@") + 1;
  return { before: scheme + authority.slice(0, at), host: authority.slice(at), after };
}

/** What a key opens, as a form has it. Pure. */
import type { KeyKind, KeyTarget } from "@/ipc/bindings";
import { kindOf, needsUrl } from "../kinds";

export interface TargetValues {
  kind: KeyKind;
  baseUrl: string;
  header: string;
  server: string;
}

/** Every field of a target, as a problem names it. */
export const TARGET_FIELDS = [
  "target.kind",
  "target.base_url",
  "target.header",
  "target.server",
] as const;

export type TargetField = (typeof TARGET_FIELDS)[number];

export type TargetError = "url_required" | "url_shape" | "header_shape" | "server_required";

/** What the form begins with. */
export function targetValues(target?: KeyTarget): TargetValues {
  return {
    kind: kindOf(target),
    baseUrl: target?.base_url ?? "",
    header: target?.header ?? "",
    server: target?.server ?? "",
  };
}

/** What is sent: of the fields, those that the kind has. */
export function targetOf({ kind, baseUrl, header, server }: TargetValues): KeyTarget {
  const hasUrl = kind !== "mcp" && kind !== "other";
  return {
    kind,
    base_url: (hasUrl && baseUrl.trim()) || null,
    header: (kind === "http" && header.trim()) || null,
    server: (kind === "mcp" && server) || null,
  };
}

/** What is wrong with it, by field. */
export function targetErrors(values: TargetValues): Partial<Record<TargetField, TargetError>> {
  const { base_url: url, header, server } = targetOf(values);
  const errors: Partial<Record<TargetField, TargetError>> = {};
  if (url) {
    if (!isHttp(url)) errors["target.base_url"] = "url_shape";
  } else if (needsUrl(values.kind)) {
    errors["target.base_url"] = "url_required";
  }
  if (header && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(header)) {
    errors["target.header"] = "header_shape";
  }
  if (values.kind === "mcp" && !server) errors["target.server"] = "server_required";
  return errors;
}

/** Whether a text is a URL of HTTP; a reference in it is the console's to judge. */
function isHttp(text: string): boolean {
  if (!/^https?:\/\/[^/]/i.test(text)) return false;
  return URL.canParse(text);
}

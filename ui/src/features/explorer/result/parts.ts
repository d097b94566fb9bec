/** Reads the parts of a result. Whatever the server sent, something readable comes out. */
import { isObject, type Json } from "../schema/json";

/** One piece of what a tool, a prompt or a resource gives. */
export type Block =
  | { kind: "text"; text: string }
  | { kind: "image" | "audio"; data: string; mime: string }
  | { kind: "resource"; resource: Contents }
  | {
      kind: "link";
      uri: string;
      name: string;
      description: string | null;
      mime: string | null;
    }
  | { kind: "unknown"; value: unknown };

/** What a resource holds. */
export interface Contents {
  uri: string;
  mime: string | null;
  /** Text, or a file as base64. */
  body: { kind: "text"; text: string } | { kind: "blob"; data: string } | null;
}

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** A content block. */
export function blockOf(value: unknown): Block {
  if (!isObject(value)) return { kind: "unknown", value };
  const { type } = value;
  if (type === "text" && typeof value.text === "string") return { kind: "text", text: value.text };
  if ((type === "image" || type === "audio") && typeof value.data === "string") {
    return { kind: type, data: value.data, mime: text(value.mimeType) ?? "" };
  }
  if (type === "resource" && isObject(value.resource)) {
    return { kind: "resource", resource: contentsOf(value.resource) };
  }
  if (type === "resource_link" && typeof value.uri === "string") {
    return {
      kind: "link",
      uri: value.uri,
      name: text(value.title) ?? text(value.name) ?? value.uri,
      description: text(value.description),
      mime: text(value.mimeType),
    };
  }
  return { kind: "unknown", value };
}

/** What a resource holds. */
export function contentsOf(value: unknown): Contents {
  const raw = isObject(value) ? value : {};
  const body =
    typeof raw.text === "string"
      ? ({ kind: "text", text: raw.text } as const)
      : typeof raw.blob === "string"
        ? ({ kind: "blob", data: raw.blob } as const)
        : null;
  return { uri: text(raw.uri) ?? "", mime: text(raw.mimeType), body };
}

/** A result in parts. */
export interface Parts {
  blocks: readonly unknown[];
  contents: readonly unknown[];
  messages: readonly unknown[];
  description: string | null;
  structured: Json | undefined;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The parts of a result of whatever kind. */
export function partsOf(result: unknown): Parts {
  const raw = isObject(result) ? result : {};
  return {
    blocks: list(raw.content),
    contents: list(raw.contents),
    messages: list(raw.messages),
    description: text(raw.description),
    structured: raw.structuredContent,
  };
}

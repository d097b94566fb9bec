/** Finds what a `$ref` means within its own document. Nothing is ever fetched. */
import { isObject, type Json, type JsonObject, own } from "./json";

/** Parts of a schema that are searched for an `$anchor` or `$id`. */
const MAX_SEARCHED = 20_000;

/** A schema and what its parts are called. */
export class SchemaDocument {
  readonly root: Json;
  #names: Map<string, JsonObject> | null = null;

  constructor(root: Json) {
    this.root = root;
  }

  /** The part that a reference names; `undefined` where it is none of this document. */
  find(reference: string): Json | undefined {
    const id = own(this.root, "$id");
    const local =
      typeof id === "string" && id !== "" && reference.startsWith(`${id}#`)
        ? reference.slice(id.length)
        : reference;
    if (local === "#" || local === id) return this.root;
    if (local.startsWith("#/")) return this.#pointed(local.slice(2));
    return this.#named().get(local);
  }

  #pointed(pointer: string): Json | undefined {
    let part: Json | undefined = this.root;
    for (const raw of pointer.split("/")) {
      const key = decoded(raw);
      if (Array.isArray(part)) part = part[Number(key)];
      else part = own(part, key);
      if (part === undefined) return undefined;
    }
    return part;
  }

  #named(): Map<string, JsonObject> {
    if (this.#names) return this.#names;
    const names = new Map<string, JsonObject>();
    const waiting: Json[] = [this.root];
    for (let searched = 0; searched < MAX_SEARCHED; searched += 1) {
      const part = waiting.pop();
      if (part === undefined) break;
      if (isObject(part)) {
        const { $anchor, $id } = part;
        if (typeof $anchor === "string") names.set(`#${$anchor}`, part);
        if (typeof $id === "string") names.set($id, part);
      }
      if (isObject(part) || Array.isArray(part))
        waiting.push(...Object.values(part).slice(0, 5_000));
    }
    this.#names = names;
    return names;
  }
}

function decoded(segment: string): string {
  const unescaped = segment.replaceAll("~1", "/").replaceAll("~0", "~");
  try {
    return decodeURIComponent(unescaped);
  } catch {
    return unescaped;
  }
}

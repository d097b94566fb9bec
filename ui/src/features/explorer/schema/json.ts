/** JSON values and places in them. Nothing here changes a value; what is changed is a copy. */

export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}

/** A place in a value: names of properties and indexes of items, outermost first. */
export type Path = readonly (string | number)[];

/** Whether it is an object: no array and not `null`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A property of its own; what an object inherits (`toString`) is none. */
export function own(value: unknown, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** An object with one property set, or left out where `next` is `undefined`. */
export function withProperty(value: unknown, key: string, next: Json | undefined): JsonObject {
  const before = isObject(value) ? value : {};
  if (next !== undefined) return { ...before, [key]: next };
  const { [key]: _left, ...rest } = before;
  return rest;
}

/** A place as one word, `user.tags.0`; `$` is the value itself. */
export function nameOf(path: Path): string {
  return path.length === 0 ? "$" : path.join(".");
}

/** Whether two values are the same JSON; the order of properties does not matter. */
export function sameJson(one: Json, other: Json): boolean {
  if (one === other) return true;
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, i) => {
        const twin = other[i];
        return twin !== undefined && sameJson(item, twin);
      })
    );
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => {
      const [left, right] = [own(one, key), own(other, key)];
      return left !== undefined && right !== undefined && sameJson(left, right);
    })
  );
}

/** The value as an editor shows it. */
export function printed(value: Json | undefined): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}

/** A short form of a value, for a label. */
export function brief(value: Json, most = 60): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/**
 * Makes one flat schema of one that stands on others: `$ref` is followed and `allOf` merged, at
 * this level only; what is below is merged when somebody looks at it. So a recursive schema is no
 * trouble, and a huge one costs what is shown of it.
 */
import { isObject, type Json, type JsonObject, own, sameJson } from "./json";
import type { SchemaDocument } from "./references";

/** Why no form can be made of a schema. */
export type NoForm =
  | "not_a_schema"
  | "contradictory"
  | "foreign_reference"
  | "circular"
  | "too_large"
  | "too_deep";

/** Thrown where no form can be made. */
export class NoFormError extends Error {
  constructor(readonly reason: NoForm) {
    super(reason);
  }
}

/** Schemas that are merged into one. */
const MAX_MERGED = 200;

/** The flat form of a schema: an object without `$ref` and `allOf`. */
export function flatten(schema: Json | undefined, document: SchemaDocument): JsonObject {
  return flat(schema, document, [], { left: MAX_MERGED });
}

function flat(
  schema: Json | undefined,
  document: SchemaDocument,
  above: readonly JsonObject[],
  budget: { left: number },
): JsonObject {
  budget.left -= 1;
  if (budget.left < 0) throw new NoFormError("too_large");
  if (schema === true || schema === undefined) return {};
  if (schema === false) throw new NoFormError("contradictory");
  if (!isObject(schema)) throw new NoFormError("not_a_schema");
  // A schema that stands on itself says nothing.
  if (above.includes(schema)) throw new NoFormError("circular");
  const stack = [...above, schema];
  const { $ref, allOf, ...rest } = schema;
  let merged: JsonObject = plain(rest);
  if (typeof $ref === "string") {
    const target = document.find($ref);
    if (target === undefined) throw new NoFormError("foreign_reference");
    merged = merge(merged, flat(target, document, stack, budget));
  }
  for (const part of Array.isArray(allOf) ? allOf : []) {
    merged = merge(merged, flat(part, document, stack, budget));
  }
  return merged;
}

/** Older spellings in the newer one. */
function plain(schema: JsonObject): JsonObject {
  const { items, additionalItems, nullable, minimum, maximum, ...rest } = schema;
  const result: JsonObject = { ...rest };
  if (Array.isArray(items)) {
    result.prefixItems = items;
    if (additionalItems !== undefined) result.items = additionalItems;
  } else if (items !== undefined) result.items = items;
  if (nullable === true && typeof rest.type === "string") result.type = [rest.type, "null"];
  // Draft 4: whether the bound itself is out.
  if (minimum !== undefined) {
    result[rest.exclusiveMinimum === true ? "exclusiveMinimum" : "minimum"] = minimum;
  }
  if (maximum !== undefined) {
    result[rest.exclusiveMaximum === true ? "exclusiveMaximum" : "maximum"] = maximum;
  }
  return result;
}

const LARGER = new Set(["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"]);
const SMALLER = new Set(["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"]);

/** Both at once. Of what only describes, the first one's stays. */
export function merge(one: JsonObject, other: JsonObject): JsonObject {
  const result: JsonObject = { ...one };
  for (const [key, right] of Object.entries(other)) {
    const left = own(result, key);
    result[key] = left === undefined ? right : both(key, left, right);
  }
  return result;
}

function both(key: string, left: Json, right: Json): Json {
  if (key === "type") return commonTypes(left, right);
  if (key === "enum" && Array.isArray(left) && Array.isArray(right)) {
    const common = left.filter((one) => right.some((two) => sameJson(one, two)));
    if (common.length === 0) throw new NoFormError("contradictory");
    return common;
  }
  if (key === "const" && !sameJson(left, right)) throw new NoFormError("contradictory");
  if (key === "required" && Array.isArray(left) && Array.isArray(right)) {
    return [...new Set([...left, ...right])];
  }
  if (typeof left === "number" && typeof right === "number") {
    if (LARGER.has(key)) return Math.max(left, right);
    if (SMALLER.has(key)) return Math.min(left, right);
  }
  if ((key === "properties" || key === "$defs") && isObject(left) && isObject(right)) {
    const result: JsonObject = { ...left };
    for (const [name, schema] of Object.entries(right)) {
      const known = own(left, name);
      result[name] = known === undefined ? schema : together(known, schema);
    }
    return result;
  }
  if (key === "items" || key === "additionalProperties") return together(left, right);
  return left;
}

function together(left: Json, right: Json): Json {
  if (left === false || right === false) return false;
  if (left === true) return right;
  return right === true ? left : { allOf: [left, right] };
}

function commonTypes(left: Json, right: Json): Json {
  const [ours, theirs] = [typesOf(left), typesOf(right)];
  const common = ours.flatMap((type) => {
    if (theirs.includes(type)) return [type];
    if (type === "number" && theirs.includes("integer")) return ["integer"];
    return type === "integer" && theirs.includes("number") ? [type] : [];
  });
  if (common.length === 0) throw new NoFormError("contradictory");
  return common;
}

/** The types that a `type` allows. */
export function typesOf(type: Json | undefined): string[] {
  const list = Array.isArray(type) ? type : [type];
  return [...new Set(list.filter((one) => typeof one === "string"))];
}

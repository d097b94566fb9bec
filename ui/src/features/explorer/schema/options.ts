/** Parts of a schema that leave a choice: constants, enumerations and unions. */
import type { Branch, BranchLabel, Option, Shape } from "./field";
import { flatField, lazy, type Place } from "./field-tree";
import { brief, isObject, type Json, type JsonObject, own, sameJson } from "./json";
import { flatten, merge, NoFormError, typesOf } from "./merge";

/** Branches of a union that are shown. */
const MAX_BRANCHES = 60;
/** Values of an enumeration that are shown. */
const MAX_OPTIONS = 5_000;

/** A value that cannot be another one. */
export function constantOf(schema: JsonObject): Shape | null {
  const { const: constant } = schema;
  if (constant !== undefined) {
    if (!admits(schema, constant)) throw new NoFormError("contradictory");
    return { kind: "constant", value: constant };
  }
  const { enum: values } = schema;
  if (!Array.isArray(values)) return null;
  const possible = values.filter((value) => admits(schema, value));
  const [only, ...others] = possible;
  if (only === undefined) throw new NoFormError("contradictory");
  return others.length === 0 ? { kind: "constant", value: only } : null;
}

/** One of a few values; `null` among them is no option but the field's own. */
export function choiceOf(schema: JsonObject): { shape: Shape; nullable: boolean } | null {
  const options = (enumerated(schema) ?? titled(schema))?.filter(({ value }) =>
    admits(schema, value),
  );
  if (!options) return null;
  if (options.length === 0) throw new NoFormError("contradictory");
  if (options.length > MAX_OPTIONS) throw new NoFormError("too_large");
  const shown = options.filter((option) => option.value !== null);
  return { shape: { kind: "choice", options: shown }, nullable: shown.length < options.length };
}

function enumerated(schema: JsonObject): Option[] | null {
  const { enum: values } = schema;
  if (!Array.isArray(values)) return null;
  const names = Array.isArray(schema.enumNames) ? schema.enumNames : [];
  return values.map((value, i) => {
    const name = names[i];
    return { value, label: typeof name === "string" && name !== "" ? name : brief(value) };
  });
}

/** `oneOf` or `anyOf` of constants with titles. */
function titled(schema: JsonObject): Option[] | null {
  const branches = schema.oneOf ?? schema.anyOf;
  if (!Array.isArray(branches) || branches.length < 2) return null;
  const options: Option[] = [];
  for (const branch of branches) {
    const value = own(branch, "const");
    const type = own(branch, "type");
    if (value === undefined && type !== "null") return null;
    const title = own(branch, "title");
    options.push({
      value: value ?? null,
      label: typeof title === "string" ? title : brief(value ?? null),
    });
  }
  return options.some((option) => option.value !== null) ? options : null;
}

/** Whether the `type` and the `enum` of a schema let a value in. */
function admits(schema: JsonObject, value: Json): boolean {
  const types = typesOf(schema.type);
  if (types.length > 0 && !types.some((type) => isOf(value, type))) return false;
  return !Array.isArray(schema.enum) || schema.enum.some((one) => sameJson(one, value));
}

/** Whether a value is of a type. */
function isOf(value: Json, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

interface Union {
  shape: Shape;
  nullable: boolean;
  /** Whether it is one of types, so that the `null` among them is the field's. */
  typed: boolean;
}

/** Several ways in which a value may be; `null` where there is only one. */
export function unionOf(schema: JsonObject, types: readonly string[], place: Place): Union | null {
  const { oneOf, anyOf, ...base } = schema;
  const written = [oneOf, anyOf].find((list) => Array.isArray(list) && list.length > 0);
  if (Array.isArray(written)) return unionOfBranches(written, base, place);
  if (types.length < 2) return null;
  const { default: _default, title: _title, description: _description, ...bare } = base;
  const branches = types.map((type) => branchOf({ ...bare, type }, { kind: "type", type }, place));
  return { shape: { kind: "union", branches }, nullable: false, typed: true };
}

function unionOfBranches(written: readonly Json[], base: JsonObject, place: Place): Union {
  if (written.length > MAX_BRANCHES) throw new NoFormError("too_large");
  const { default: _default, title: _title, description: _description, ...bare } = base;
  const branches: { schema: JsonObject; label: BranchLabel }[] = [];
  let nullable = false;
  let failure: NoFormError | null = null;
  for (const [i, part] of written.entries()) {
    try {
      const schema = merge(flatten(part, place.document), bare);
      if (typesOf(schema.type).join() === "null") nullable = true;
      else branches.push({ schema, label: labelOf(part, schema, i) });
    } catch (thrown) {
      if (!(thrown instanceof NoFormError)) throw thrown;
      // A branch that cannot be is none; others remain.
      failure = thrown;
    }
  }
  const [first, ...others] = branches;
  if (!first) {
    if (nullable) return { shape: { kind: "null" }, nullable: false, typed: false };
    throw failure ?? new NoFormError("contradictory");
  }
  if (others.length === 0) {
    const shape = flatField(first.schema, { ...place, level: place.level + 1 });
    return { shape, nullable: nullable || shape.nullable, typed: false };
  }
  const shape: Shape = {
    kind: "union",
    branches: branches.map(({ schema, label }) => branchOf(schema, label, place)),
  };
  return { shape, nullable, typed: false };
}

function branchOf(schema: JsonObject, label: BranchLabel, place: Place): Branch {
  return {
    label,
    field: lazy(schema, { ...place, level: place.level + 1 }),
    fit: (value) => closeness(schema, value),
  };
}

function labelOf(part: Json, schema: JsonObject, index: number): BranchLabel {
  if (typeof schema.title === "string" && schema.title.trim() !== "") {
    return { kind: "text", text: schema.title };
  }
  const { $ref } = isObject(part) ? part : {};
  const name = typeof $ref === "string" ? $ref.split("/").at(-1) : undefined;
  if (name && name !== "#") return { kind: "text", text: name };
  const tag = Object.values(isObject(schema.properties) ? schema.properties : {})
    .map((property) => own(property, "const"))
    .find((value) => typeof value === "string");
  if (typeof tag === "string") return { kind: "text", text: tag };
  if (schema.const !== undefined) return { kind: "text", text: brief(schema.const) };
  const [type, ...more] = typesOf(schema.type);
  return type && more.length === 0 && type !== "object"
    ? { kind: "type", type }
    : { kind: "number", number: index + 1 };
}

/** How well a value fits a flat schema at first sight. */
function closeness(schema: JsonObject, value: Json | undefined): number {
  if (value === undefined) return 0;
  if (schema.const !== undefined) return sameJson(schema.const, value) ? 10 : -1;
  if (!admits(schema, value)) return -1;
  // What speaks of properties means objects, even where it does not say so.
  if (!isObject(value)) return isObject(schema.properties) ? 0 : 1;
  const properties = isObject(schema.properties) ? schema.properties : {};
  let score = 1;
  for (const [name, property] of Object.entries(properties)) {
    const constant = own(property, "const");
    const present = own(value, name);
    if (constant !== undefined && present !== undefined) {
      if (!sameJson(constant, present)) return -1;
      score += 10;
    } else if (present !== undefined) score += 1;
  }
  for (const name of typesOf(schema.required)) {
    if (own(value, name) === undefined) score -= 1;
  }
  return Math.max(score, 0);
}

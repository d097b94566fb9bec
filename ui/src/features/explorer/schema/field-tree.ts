/**
 * From a JSON Schema to the fields of a form. Total: whatever the schema is, a field comes out; a
 * part of which no form can be made becomes a field for raw JSON that says why.
 */
import type { Field, Lazy, Property, Shape, TextFormat } from "./field";
import { isObject, type Json, type JsonObject, own } from "./json";
import { flatten, NoFormError, typesOf } from "./merge";
import { choiceOf, constantOf, unionOf } from "./options";
import { SchemaDocument } from "./references";

/** Properties of one object that a form shows; more than that is a text to edit. */
export const MAX_PROPERTIES = 150;
/** Levels of a form. */
export const MAX_LEVELS = 12;
/** Characters that fit on one line; what may be longer gets several. */
const ONE_LINE = 200;
/** Names of texts that are long as a rule. */
const LONG_TEXT = /^(text|body|content|code|script|prompt|markdown|html|sql|query|description)$/i;

/** Where a field stands. */
export interface Place {
  document: SchemaDocument;
  level: number;
  /** The name of the property, where it is one. */
  name: string | null;
}

/** The field of a whole schema. */
export function fieldTree(schema: unknown): Field {
  const root = schema === undefined || schema === null ? true : (schema as Json);
  return fieldOf(root, { document: new SchemaDocument(root), level: 0, name: null });
}

/** The field of a part of a schema. */
export function fieldOf(schema: Json | undefined, place: Place): Field {
  try {
    return flatField(flatten(schema, place.document), place);
  } catch (thrown) {
    if (!(thrown instanceof NoFormError)) throw thrown;
    return described(isObject(schema) ? schema : {}, { kind: "raw", reason: thrown.reason }, false);
  }
}

/** The field of a schema that was made flat. */
export function flatField(schema: JsonObject, place: Place): Field {
  if (place.level > MAX_LEVELS) throw new NoFormError("too_deep");
  const named = isNamed(schema.type);
  const types = named ? typesOf(schema.type) : [];
  const nullable = types.includes("null");
  const rest = types.filter(
    (type) => type !== "null" && !(type === "integer" && types.includes("number")),
  );
  const constant = constantOf(schema);
  if (constant) return described(schema, constant, false);
  const choice = choiceOf(schema);
  if (choice) return described(schema, choice.shape, choice.nullable);
  const union = unionOf(schema, rest, place);
  if (union) return described(schema, union.shape, union.nullable || (nullable && union.typed));
  const type = rest[0] ?? (nullable ? "null" : inferred(schema));
  return described(schema, shapeOf(type, schema, place), nullable && type !== "null");
}

/** Whether a `type` is there, and one that exists. */
function isNamed(type: Json | undefined): boolean {
  if (type === undefined) return false;
  const known = ["string", "number", "integer", "boolean", "array", "object", "null"];
  const types = typesOf(type);
  if (types.length === 0 || types.some((one) => !known.includes(one))) {
    throw new NoFormError("not_a_schema");
  }
  return true;
}

/** The type that the words of a schema are about. */
function inferred(schema: JsonObject): string | null {
  const has = (...keys: string[]) => keys.some((key) => Object.hasOwn(schema, key));
  if (has("properties", "additionalProperties", "patternProperties", "required")) return "object";
  if (has("items", "prefixItems", "minItems", "maxItems", "uniqueItems")) return "array";
  if (has("minLength", "maxLength", "pattern", "format")) return "string";
  if (has("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")) {
    return "number";
  }
  return null;
}

function shapeOf(type: string | null, schema: JsonObject, place: Place): Shape {
  switch (type) {
    case "string":
      return textOf(schema, place.name);
    case "number":
    case "integer":
      return numberOf(schema, type === "integer");
    case "boolean":
      return { kind: "boolean" };
    case "null":
      return { kind: "null" };
    case "array":
      return arrayOf(schema, place);
    case "object":
      return groupOf(schema, place);
    default:
      return { kind: "raw", reason: null };
  }
}

function described(schema: JsonObject, shape: Shape, nullable: boolean): Field {
  const { title, description, examples } = schema;
  return {
    ...shape,
    title: typeof title === "string" && title.trim() !== "" ? title : null,
    description: typeof description === "string" && description.trim() !== "" ? description : null,
    proposed: schema.default,
    example: Array.isArray(examples) ? examples[0] : undefined,
    nullable,
    deprecated: schema.deprecated === true,
  };
}

/** A number of the schema; `null` where it says none. */
export function numeric(schema: JsonObject, key: string): number | null {
  const value = own(schema, key);
  return typeof value === "number" ? value : null;
}

/** Bounds that exclude each other. */
export function checkOrder(least: number | null, most: number | null): void {
  if (least !== null && most !== null && least > most) throw new NoFormError("contradictory");
}

const FORMATS: Readonly<Record<string, TextFormat>> = {
  date: "date",
  "date-time": "date-time",
  time: "time",
  email: "email",
  "idn-email": "email",
  uri: "uri",
  url: "uri",
  iri: "uri",
  "uri-reference": "uri",
};

function textOf(schema: JsonObject, name: string | null): Shape {
  const format = (typeof schema.format === "string" && FORMATS[schema.format]) || "plain";
  const minLength = numeric(schema, "minLength");
  const maxLength = numeric(schema, "maxLength");
  checkOrder(minLength, maxLength);
  const long = (maxLength ?? 0) > ONE_LINE || (minLength ?? 0) > ONE_LINE;
  const proposed = typeof schema.default === "string" ? schema.default : "";
  const multiline =
    format === "plain" &&
    (long ||
      proposed.includes("\n") ||
      (maxLength === null && name !== null && LONG_TEXT.test(name)) ||
      schema.format === "textarea");
  return { kind: "text", format, multiline, minLength, maxLength };
}

function numberOf(schema: JsonObject, integer: boolean): Shape {
  const floor = bound(schema, "minimum", "exclusiveMinimum", (one, two) => one >= two);
  const ceiling = bound(schema, "maximum", "exclusiveMaximum", (one, two) => one <= two);
  checkOrder(floor.value, ceiling.value);
  const step = numeric(schema, "multipleOf");
  return {
    kind: "number",
    integer,
    minimum: floor.value,
    maximum: ceiling.value,
    exclusive: { minimum: floor.exclusive, maximum: ceiling.exclusive },
    multipleOf: step !== null && step > 0 ? step : null,
  };
}

/** The tighter one of an inclusive and an exclusive bound. */
function bound(
  schema: JsonObject,
  inclusive: string,
  exclusive: string,
  tighter: (one: number, two: number) => boolean,
): { value: number | null; exclusive: boolean } {
  const [within, beyond] = [numeric(schema, inclusive), numeric(schema, exclusive)];
  if (beyond !== null && (within === null || tighter(beyond, within))) {
    return { value: beyond, exclusive: true };
  }
  return { value: within, exclusive: false };
}

function arrayOf(schema: JsonObject, place: Place): Shape {
  const minItems = numeric(schema, "minItems") ?? 0;
  const maxItems = numeric(schema, "maxItems");
  checkOrder(minItems, maxItems);
  const { prefixItems, items } = schema;
  const child = below(place, null);
  if (Array.isArray(prefixItems) && prefixItems.length > 0) {
    if (prefixItems.length > MAX_PROPERTIES) throw new NoFormError("too_large");
    return {
      kind: "tuple",
      items: prefixItems.map((item) => lazy(item, child)),
      rest: items === false ? null : lazy(items, child),
      minItems,
      maxItems,
    };
  }
  const item = lazy(items, child);
  const options = schema.uniqueItems !== false && isObject(items) ? item() : null;
  if (options?.kind === "choice" && !options.nullable) {
    return { kind: "choices", options: options.options, minItems, maxItems };
  }
  return { kind: "list", item, minItems, maxItems, unique: schema.uniqueItems === true };
}

function groupOf(schema: JsonObject, place: Place): Shape {
  const declared = isObject(schema.properties) ? schema.properties : {};
  const required = new Set(typesOf(schema.required));
  // What is required and not described may be anything.
  const names = [...new Set([...Object.keys(declared), ...required])];
  if (names.length > MAX_PROPERTIES) throw new NoFormError("too_large");
  const properties = names.map(
    (name): Property => ({
      name,
      required: required.has(name),
      field: lazy(own(declared, name), below(place, name)),
    }),
  );
  return { kind: "group", properties, additional: additionalOf(schema, place, names.length) };
}

/**
 * Further properties are offered where the schema speaks of them, or of nothing else; not wherever
 * it merely does not forbid them.
 */
function additionalOf(schema: JsonObject, place: Place, known: number): Lazy | null {
  const { additionalProperties: additional, patternProperties: patterns } = schema;
  if (additional === false && !patterns) return null;
  if (isObject(additional) || additional === true) return lazy(additional, below(place, null));
  if (isObject(patterns)) {
    const [only, ...others] = Object.values(patterns);
    return lazy(others.length === 0 ? only : true, below(place, null));
  }
  return known === 0 && place.level > 0 ? lazy(true, below(place, null)) : null;
}

function below(place: Place, name: string | null): Place {
  return { document: place.document, level: place.level + 1, name };
}

/** Makes a field when it is first asked for. */
export function lazy(schema: Json | undefined, place: Place): Lazy {
  let made: Field | null = null;
  return () => {
    made ??= fieldOf(schema, place);
    return made;
  };
}

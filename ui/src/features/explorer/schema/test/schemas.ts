/** Schemas for tests: such as servers write, generated. */
import fc from "fast-check";
import type { JsonObject } from "../json";

const described = fc.record(
  { title: fc.string({ minLength: 1, maxLength: 12 }), description: fc.string() },
  { requiredKeys: [] },
);

const texts = fc.oneof(
  fc.constant({ type: "string" }),
  fc
    .constantFrom("date", "date-time", "email", "uri")
    .map((format) => ({ type: "string", format })),
  fc
    .tuple(fc.nat(8), fc.nat(300))
    .map(([minLength, more]) => ({ type: "string", minLength, maxLength: minLength + more })),
);

const numbers = fc.oneof(
  fc.constantFrom({ type: "number" }, { type: "integer" }),
  fc
    .tuple(fc.integer({ min: -1_000, max: 1_000 }), fc.integer({ min: 2, max: 500 }), fc.boolean())
    .map(([minimum, more, exclusive]) => ({
      type: "integer",
      ...(exclusive ? { exclusiveMinimum: minimum } : { minimum }),
      maximum: minimum + more,
    })),
  fc.integer({ min: 1, max: 12 }).map((multipleOf) => ({ type: "number", multipleOf })),
);

const choices = fc.oneof(
  fc
    .uniqueArray(fc.oneof(fc.string(), fc.integer(), fc.boolean()), { minLength: 1, maxLength: 6 })
    .map((values) => ({ enum: values })),
  fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 5 }).map((values) => ({
    type: "string",
    oneOf: values.map((value, i) => ({ const: value, title: `Option ${i}` })),
  })),
  fc.oneof(fc.string(), fc.integer(), fc.constant(null)).map((value) => ({ const: value })),
);

const leaves = fc.oneof(
  texts,
  numbers,
  choices,
  fc.constant({ type: "boolean" }),
  fc.constant({ type: ["string", "null"] }),
  fc.constant({ type: ["integer", "boolean"] }),
);

const names = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name !== "__proto__"),
  fc.constantFrom("toString", "constructor", "a.b", "a/b", "~", "#", "ç"),
);

/** A schema of a value, as deep as servers nest. */
export const schemas: fc.Arbitrary<JsonObject> = fc
  .letrec<{ schema: JsonObject }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaves as fc.Arbitrary<JsonObject>,
      arrays(tie("schema")),
      tuples(tie("schema")),
      objects(tie("schema")),
      unions(tie("schema")),
      merged(tie("schema")),
    ),
  }))
  .schema.chain((schema) => described.map((words) => ({ ...words, ...schema }) as JsonObject));

function arrays(items: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc.oneof(
    fc.tuple(items, fc.nat(2), fc.nat(3)).map(([item, minItems, more]) => ({
      type: "array",
      items: item,
      minItems,
      maxItems: minItems + more,
    })),
    fc.uniqueArray(fc.string(), { minLength: 3, maxLength: 6 }).map((values) => ({
      type: "array",
      items: { type: "string", enum: values },
      uniqueItems: true,
      minItems: 1,
      maxItems: 3,
    })),
  );
}

function tuples(items: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc
    .array(items, { minLength: 1, maxLength: 3 })
    .map((prefixItems) => ({ type: "array", prefixItems, items: false }));
}

/** The root of a tool's arguments: an object. */
export function objects(children: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(
      fc.dictionary(names, children, { maxKeys: 4 }),
      fc.boolean(),
      fc.infiniteStream(fc.boolean()),
    )
    .map(([properties, closed, coins]) => ({
      type: "object",
      properties: { ...properties },
      required: Object.keys(properties).filter(() => coins.next().value === true),
      ...(closed ? { additionalProperties: false } : {}),
    }));
}

/** Branches that are told apart by a constant, as `oneOf` needs. */
function unions(children: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(fc.array(children, { minLength: 2, maxLength: 3 }), fc.boolean())
    .map(([list, nullable]) => ({
      oneOf: [
        ...list.map((child, i) => ({
          type: "object",
          properties: { kind: { const: `kind-${i}` }, value: child },
          required: ["kind", "value"],
        })),
        ...(nullable ? [{ type: "null" }] : []),
      ],
    }));
}

function merged(children: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc.tuple(children, children).map(([one, other]) => ({
    allOf: [
      { type: "object", properties: { one }, required: ["one"] },
      { type: "object", properties: { other } },
    ],
  }));
}

/** The same schema behind a reference. */
export const referring: fc.Arbitrary<JsonObject> = objects(schemas).map((schema) => ({
  type: "object",
  properties: {
    inner: { $ref: "#/$defs/in%20ner" },
    list: { type: "array", items: { $ref: "#/$defs/in%20ner" } },
  },
  required: ["inner"],
  $defs: { "in ner": schema },
}));

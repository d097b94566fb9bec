import { describe, expect, it } from "vitest";
import type { Field, FieldOf } from "./field";
import { fieldTree, MAX_PROPERTIES } from "./field-tree";
import { blankValue, branchOfValue, initialValue } from "./initial";
import type { Json } from "./json";

/** The field of the property `a` of an object. */
function property(schema: unknown, root: Record<string, unknown> = {}): Field {
  const tree = fieldTree({ type: "object", properties: { a: schema }, ...root });
  const found = tree.kind === "group" ? tree.properties[0]?.field() : undefined;
  if (!found) throw new Error("no field");
  return found;
}

function as<Kind extends Field["kind"]>(field: Field, kind: Kind): FieldOf<Kind> {
  expect(field.kind).toBe(kind);
  return field as FieldOf<Kind>;
}

it.each([
  [{ type: "string" }, { kind: "text", format: "plain", multiline: false }],
  [
    { type: "string", format: "date-time" },
    { kind: "text", format: "date-time" },
  ],
  [
    { type: "string", maxLength: 4_000 },
    { kind: "text", multiline: true },
  ],
  [
    { type: "integer", minimum: 1, exclusiveMaximum: 9 },
    {
      kind: "number",
      integer: true,
      minimum: 1,
      maximum: 9,
      exclusive: { minimum: false, maximum: true },
    },
  ],
  [
    { type: "number", minimum: 0, exclusiveMinimum: true, maximum: 1 },
    { kind: "number", minimum: 0, exclusive: { minimum: true, maximum: false } },
  ],
  [{ type: "boolean" }, { kind: "boolean" }],
  [{ const: "x" }, { kind: "constant", value: "x" }],
  [{ enum: ["only"] }, { kind: "constant", value: "only" }],
  [
    { enum: ["p", "q"], enumNames: ["Pea", "Queue"] },
    {
      kind: "choice",
      options: [
        { value: "p", label: "Pea" },
        { value: "q", label: "Queue" },
      ],
    },
  ],
  [
    {
      oneOf: [
        { const: 1, title: "One" },
        { const: 2, title: "Two" },
      ],
    },
    {
      kind: "choice",
      options: [
        { value: 1, label: "One" },
        { value: 2, label: "Two" },
      ],
    },
  ],
  [{ type: "array", items: { enum: ["p", "q"] } }, { kind: "choices" }],
  [
    { type: "array", items: { type: "string" }, uniqueItems: true, maxItems: 3 },
    { kind: "list", unique: true, maxItems: 3 },
  ],
  [
    { type: "array", items: [{ type: "string" }], additionalItems: false },
    { kind: "tuple", rest: null },
  ],
  [{ type: ["string", "null"] }, { kind: "text", nullable: true }],
  [
    { type: "string", nullable: true },
    { kind: "text", nullable: true },
  ],
  [
    { anyOf: [{ type: "integer" }, { type: "null" }], default: null },
    { kind: "number", nullable: true, proposed: null },
  ],
  [{ enum: ["p", "q", null] }, { kind: "choice", nullable: true }],
  [{ type: ["integer", "number"] }, { kind: "number", integer: false }],
  [{ properties: { b: {} } }, { kind: "group" }],
  [{ minLength: 1 }, { kind: "text" }],
  [true, { kind: "raw", reason: null }],
  [{}, { kind: "raw", reason: null }],
])("%j is %j", (schema, expected) => {
  expect(property(schema)).toMatchObject(expected);
});

describe("what no form can be made of says why", () => {
  const many = Object.fromEntries(
    Array.from({ length: MAX_PROPERTIES + 1 }, (_, i) => [`p${i}`, { type: "string" }]),
  );
  it.each([
    ["not a schema", "a text", "not_a_schema"],
    ["a list", [1], "not_a_schema"],
    ["an unknown type", { type: "wat" }, "not_a_schema"],
    ["nothing", false, "contradictory"],
    ["two types", { allOf: [{ type: "string" }, { type: "number" }] }, "contradictory"],
    ["bounds that cross", { type: "integer", minimum: 5, maximum: 1 }, "contradictory"],
    ["no common value", { allOf: [{ enum: [1] }, { enum: [2] }] }, "contradictory"],
    ["a constant of another type", { type: "string", const: 1 }, "contradictory"],
    ["another document", { $ref: "https://example.com/x.json" }, "foreign_reference"],
    ["a part that is not there", { $ref: "#/$defs/nowhere" }, "foreign_reference"],
    ["thousands of properties", { type: "object", properties: many }, "too_large"],
    [
      "thousands of parts",
      { allOf: Array.from({ length: 5_000 }, () => ({ type: "string" })) },
      "too_large",
    ],
  ])("%s", (_name, schema, reason) => {
    expect(property(schema)).toMatchObject({ kind: "raw", reason });
  });

  it("a reference to itself", () => {
    expect(fieldTree({ $ref: "#" })).toMatchObject({ kind: "raw", reason: "circular" });
    const ring = { $defs: { p: { $ref: "#/$defs/q" }, q: { $ref: "#/$defs/p" } } };
    expect(property({ $ref: "#/$defs/p" }, ring)).toMatchObject({ reason: "circular" });
    expect(fieldTree({ anyOf: [{ $ref: "#" }] })).toMatchObject({ kind: "raw" });
  });

  it("a doubling of references stays small", () => {
    const defs: Record<string, unknown> = { d0: { type: "string" } };
    for (let i = 1; i <= 40; i += 1) {
      defs[`d${i}`] = { allOf: [{ $ref: `#/$defs/d${i - 1}` }, { $ref: `#/$defs/d${i - 1}` }] };
    }
    expect(property({ $ref: "#/$defs/d40" }, { $defs: defs })).toMatchObject({
      kind: "raw",
      reason: "too_large",
    });
  });
});

it("follows references by pointer, anchor and id, and keeps the words beside them", () => {
  const $defs = {
    "a/b": { type: "string", title: "By pointer" },
    c: { $anchor: "here", type: "integer" },
    d: { $id: "urn:d", type: "boolean" },
  };
  const root = { $defs };
  expect(property({ $ref: "#/$defs/a~1b", title: "Beside" }, root)).toMatchObject({
    kind: "text",
    title: "Beside",
  });
  expect(property({ $ref: "#here" }, root).kind).toBe("number");
  expect(property({ $ref: "urn:d" }, root).kind).toBe("boolean");
});

it("merges what a schema is made of", () => {
  const field = as(
    property({
      allOf: [
        { type: "object", properties: { x: { type: "number" } }, required: ["x"] },
        { properties: { x: { maximum: 3 }, y: { type: "string" } } },
      ],
    }),
    "group",
  );
  expect(field.properties.map(({ name, required }) => [name, required])).toEqual([
    ["x", true],
    ["y", false],
  ]);
  expect(field.properties[0]?.field()).toMatchObject({ kind: "number", maximum: 3 });
});

it("a recursive schema goes on as deep as one looks, and begins with nothing", () => {
  const tree = {
    type: "object",
    properties: { child: { $ref: "#" }, name: { type: "string" } },
    required: ["child"],
  };
  let field = fieldTree(tree);
  for (let depth = 0; depth < 8; depth += 1) {
    field = as(field, "group").properties[0]?.field() ?? field;
  }
  expect(field.kind).toBe("group");
  expect(JSON.stringify(initialValue(fieldTree(tree))).length).toBeLessThan(200);
});

it("begins with what is proposed, and with what is required and known", () => {
  const schema = {
    type: "object",
    properties: {
      mode: { type: "string", default: "fast" },
      kind: { const: "circle" },
      other: { const: "left out" },
      name: { type: "string" },
      inner: { type: "object", properties: { n: { default: 1 } } },
      needed: { type: "object", properties: { n: { default: 1 } } },
      list: { type: "array", items: { type: "string" }, minItems: 2 },
    },
    required: ["kind", "name", "needed", "list"],
  };
  expect(initialValue(fieldTree(schema))).toEqual({
    mode: "fast",
    kind: "circle",
    needed: { n: 1 },
    list: ["", ""],
  });
});

it("knows the branch of a value by its constant, its type or its properties", () => {
  const union = as(
    property({
      oneOf: [
        { properties: { kind: { const: "circle" }, radius: {} }, required: ["kind"] },
        { properties: { kind: { const: "square" }, side: {} }, required: ["kind"] },
        { type: "string" },
      ],
    }),
    "union",
  );
  const branch = (value: Json) => branchOfValue(union.branches, value);
  expect(branch({ kind: "square" })).toBe(1);
  expect(branch({ kind: "circle", radius: 1 })).toBe(0);
  expect(branch("text")).toBe(2);
  expect(union.branches.map(({ label }) => label)).toEqual([
    { kind: "text", text: "circle" },
    { kind: "text", text: "square" },
    { kind: "type", type: "string" },
  ]);
  expect(blankValue(union)).toEqual({ kind: "circle" });
});

it("offers further properties where the schema speaks of them", () => {
  const additional = (schema: object) => as(property(schema), "group").additional?.().kind ?? null;
  expect(additional({ type: "object", additionalProperties: { type: "string" } })).toBe("text");
  expect(additional({ type: "object" })).toBe("raw");
  expect(additional({ type: "object", properties: { b: {} } })).toBeNull();
  expect(additional({ type: "object", additionalProperties: false })).toBeNull();
});

/**
 * Schema → form → what a person can fill in → the value satisfies the schema. The judge is Ajv,
 * which shares nothing with the product's form and validator.
 */
import { Ajv2020 } from "ajv/dist/2020.js";
import formatsModule from "ajv-formats";
import fc from "fast-check";
import { expect, it } from "vitest";
import { check } from "./check";
import { fieldTree } from "./field-tree";
import { initialValue } from "./initial";
import type { JsonObject } from "./json";
import { filled } from "./test/filling";
import { objects, referring, schemas } from "./test/schemas";

const addFormats = formatsModule.default;
const RUNS = 150;
/** For a machine that does other things too, milliseconds. */
const PATIENCE = 60_000;

const ajv = new Ajv2020({ strict: false, allErrors: true, ownProperties: true });
addFormats(ajv);

function judge(schema: JsonObject) {
  const accepts = ajv.compile(schema);
  // Each schema is seen once.
  ajv.removeSchema(schema);
  return accepts;
}

it.each([
  ["objects of everything", objects(schemas)],
  ["references", referring],
])(
  "a form of %s makes values that satisfy the schema",
  (_name, source) => {
    const cases = source.chain((schema) => {
      const field = fieldTree(schema);
      return filled(field).map((value) => ({ schema, value }));
    });
    fc.assert(
      fc.property(cases, ({ schema, value }) => {
        const accepts = judge(schema);
        expect(accepts(value), JSON.stringify([schema, value, accepts.errors])).toBe(true);
        expect(check(structuredClone(schema), value)).toEqual({ kind: "checked", issues: [] });
      }),
      { numRuns: RUNS },
    );
  },
  PATIENCE,
);

it("the generated forms are forms: fields of every kind come out of them", () => {
  const seen = new Set<string>();
  for (const schema of fc.sample(schemas, { numRuns: 400, seed: 1 }))
    seen.add(fieldTree(schema).kind);
  expect([...seen].sort()).toEqual(
    expect.arrayContaining([
      "boolean",
      "choice",
      "choices",
      "constant",
      "group",
      "list",
      "number",
      "text",
      "tuple",
      "union",
    ]),
  );
  expect(seen.has("raw")).toBe(false);
});

it(
  "what the validator objects to, the judge objects to as well",
  () => {
    const cases = fc.tuple(objects(schemas), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(cases, ([schema, value]) => {
        const checked = check(structuredClone(schema), value as never);
        expect(checked.kind).toBe("checked");
        const fine = checked.kind === "checked" && checked.issues.length === 0;
        expect(judge(schema)(value), JSON.stringify([schema, value, checked])).toBe(fine);
      }),
      { numRuns: RUNS },
    );
  },
  PATIENCE,
);

/** Words of JSON Schema with anything behind them. */
const nonsense = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom("#", "#/properties/a", "#/$defs/a", "string", "object", "array", "null"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        ...["$ref", "$defs", "$id", "$anchor", "a", "type", "properties", "required", "items"],
        ...["allOf", "anyOf", "oneOf", "enum", "const", "additionalProperties", "prefixItems"],
        ...["minimum", "maximum", "minItems", "pattern", "default", "title", "not", "format"],
        "__proto__",
      ),
      tie("value"),
      { maxKeys: 5 },
    ),
  ),
})).value;

it(
  "nothing that is called a schema breaks the form",
  () => {
    fc.assert(
      fc.property(nonsense, (schema) => {
        const field = fieldTree(schema);
        initialValue(field);
        walk(field, 200);
      }),
      { numRuns: 2_000 },
    );
  },
  PATIENCE,
);

/** Looks at so many fields, as someone does who opens every part. */
function walk(root: ReturnType<typeof fieldTree>, most: number): void {
  const waiting = [root];
  for (let seen = 0; seen < most; seen += 1) {
    const field = waiting.pop();
    if (!field) return;
    if (field.kind === "group") waiting.push(...field.properties.map((one) => one.field()));
    if (field.kind === "list") waiting.push(field.item());
    if (field.kind === "tuple") waiting.push(...field.items.map((one) => one()));
    if (field.kind === "union") waiting.push(...field.branches.map((one) => one.field()));
  }
}

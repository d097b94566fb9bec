import { expect, it } from "vitest";
import { check, type Issue } from "./check";
import { type Json, nameOf } from "./json";

function issues(schema: unknown, value: Json): string[] {
  const checked = check(schema, value);
  if (checked.kind !== "checked") throw new Error(checked.message);
  return checked.issues.map(({ path, keyword, limit }: Issue) =>
    [nameOf(path), keyword, limit].join(" ").trim(),
  );
}

it("says what is wrong where it is wrong", () => {
  const schema = {
    type: "object",
    properties: {
      name: { type: "string", minLength: 3 },
      mail: { type: "string", format: "email" },
      list: { type: "array", items: { $ref: "#/$defs/item" }, maxItems: 1 },
      "a/b": { enum: [1, 2] },
    },
    required: ["name", 'mis"sing'],
    additionalProperties: false,
    $defs: { item: { type: "object", properties: { n: { maximum: 5 } }, required: ["n"] } },
  };
  const value = { name: "ab", mail: "x", list: [{ n: 9 }, {}], "a/b": 3, extra: 1 };
  expect(issues(schema, value).sort()).toEqual([
    "a/b enum 1, 2",
    "extra false",
    "list maxItems 1",
    "list.0.n maximum 5",
    "list.1.n required",
    "mail format email",
    'mis"sing required',
    "name minLength 3",
  ]);
});

it("of a union, tells of the branch that comes closest", () => {
  const schema = { anyOf: [{ type: "integer", minimum: 3 }, { type: "null" }] };
  expect(issues(schema, 1)).toEqual(["$ minimum 3"]);
  expect(issues(schema, "text")).toEqual(["$ anyOf"]);
  const shapes = {
    oneOf: ["circle", "square"].map((kind) => ({
      type: "object",
      properties: { kind: { const: kind }, size: { type: "number" } },
      required: ["kind", "size"],
    })),
  };
  expect(issues(shapes, { kind: "square" })).toEqual(["size required"]);
});

it("reads draft 7 and draft 4 as they are", () => {
  const seven = { $schema: "http://json-schema.org/draft-07/schema#", items: [{ type: "string" }] };
  expect(issues(seven, [1])).toEqual(["0 type string"]);
  const four = {
    $schema: "http://json-schema.org/draft-04/schema#",
    maximum: 3,
    exclusiveMaximum: true,
  };
  expect(issues(four, 3)).toHaveLength(1);
  expect(issues(four, 2)).toHaveLength(0);
});

it.each([
  ["a pattern that is none", { type: "string", pattern: "(" }],
  ["a reference to itself", { $ref: "#" }],
  ["another document", { $ref: "https://example.com/x" }],
  ["no schema", "text"],
  ["a list", []],
])("%s is not checked, and nothing breaks", (_name, schema) => {
  expect(check(schema, "value").kind).toBe("unchecked");
});

it("without a schema, everything is fine", () => {
  expect(check(null, { a: 1 })).toEqual({ kind: "checked", issues: [] });
});

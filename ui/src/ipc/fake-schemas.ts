/** Tools whose schemas are recursive, enormous, contradictory or none: `?scenario=schemas`. */
import type { CatalogView, ToolView } from "./bindings";

const RECURSIVE = {
  type: "object",
  properties: { root: { $ref: "#/$defs/node" } },
  required: ["root"],
  $defs: {
    node: {
      title: "Node",
      type: "object",
      properties: {
        name: { type: "string" },
        children: { type: "array", items: { $ref: "#/$defs/node" } },
      },
      required: ["name"],
    },
  },
};

const KINDS = {
  type: "object",
  description: "One of everything.",
  required: ["title", "priority", "due"],
  properties: {
    title: { type: "string", minLength: 3, maxLength: 80, title: "Title", examples: ["Fix it"] },
    body: { type: "string", description: "Markdown.", maxLength: 4_000 },
    priority: { type: "integer", minimum: 1, maximum: 5, default: 3 },
    ratio: { type: "number", multipleOf: 0.25 },
    due: { type: "string", format: "date" },
    at: { type: "string", format: "date-time" },
    contact: { type: "string", format: "email" },
    urgent: { type: "boolean" },
    assignee: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
    colour: {
      oneOf: [
        { const: "r", title: "Red" },
        { const: "g", title: "Green" },
        { const: "b", title: "Blue" },
      ],
    },
    country: {
      type: "string",
      enum: Array.from({ length: 240 }, (_, i) => `Country ${i + 1}`),
    },
    labels: { type: "array", items: { type: "string" }, uniqueItems: true, maxItems: 5 },
    days: {
      type: "array",
      items: { type: "string", enum: ["Mon", "Tue", "Wed", "Thu", "Fri"] },
      minItems: 1,
    },
    point: {
      type: "array",
      prefixItems: [
        { type: "number", title: "x" },
        { type: "number", title: "y" },
      ],
      items: false,
    },
    shape: {
      title: "Shape",
      oneOf: [
        {
          title: "Circle",
          type: "object",
          properties: { kind: { const: "circle" }, radius: { type: "number", minimum: 0 } },
          required: ["kind", "radius"],
        },
        {
          title: "Square",
          type: "object",
          properties: { kind: { const: "square" }, side: { type: "number", minimum: 0 } },
          required: ["kind", "side"],
        },
      ],
    },
    id: { type: ["string", "integer"], description: "A name or a number." },
    headers: { type: "object", additionalProperties: { type: "string" } },
    anything: true,
  },
};

const HUGE = {
  type: "object",
  properties: Object.fromEntries(
    Array.from({ length: 4_000 }, (_, i) => [`property_${i}`, { type: "string" }]),
  ),
};

const TOOLS: readonly [string, string, unknown][] = [
  ["kinds", "Every kind of field.", KINDS],
  ["recursive", "A tree that holds trees.", RECURSIVE],
  ["circular", "A reference to itself.", { $ref: "#" }],
  ["huge", "Four thousand properties.", HUGE],
  [
    "contradictory",
    "Nothing satisfies it.",
    {
      type: "object",
      properties: {
        impossible: { allOf: [{ type: "string" }, { type: "number" }] },
        empty: { type: "integer", minimum: 5, maximum: 1 },
        never: false,
      },
      required: ["impossible"],
    },
  ],
  ["foreign", "A schema of somebody else.", { $ref: "https://example.com/schema.json" }],
  ["none", "No schema at all.", "not a schema"],
  ["broken", "A pattern that is none.", { type: "object", properties: { a: { pattern: "(" } } }],
  [
    "slow",
    "A pattern that takes for ever.",
    { type: "object", properties: { a: { type: "string", pattern: "^(a+)+$" } } },
  ],
];

/** A catalogue of nothing but trouble. */
export function schemaCatalog(): CatalogView {
  return {
    tools: TOOLS.map(
      ([name, description, input_schema]): ToolView => ({
        name,
        title: null,
        description,
        input_schema,
        output_schema: null,
        annotations: null,
      }),
    ),
    resources: [],
    templates: [],
    prompts: [],
    quarantined: [],
    instructions: null,
    completes: false,
  };
}

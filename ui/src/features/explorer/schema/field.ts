/** What a form is made of: one field for each part of a schema. Children are made when asked for. */
import type { Json } from "./json";
import type { NoForm } from "./merge";

/** Texts with a shape of their own. */
export type TextFormat = "date" | "date-time" | "time" | "email" | "uri" | "plain";

/** One of a few values. */
export interface Option {
  label: string;
  value: Json;
}

/** Makes a child; the same one each time. */
export type Lazy = () => Field;

/** A property of a group. */
export interface Property {
  name: string;
  required: boolean;
  field: Lazy;
}

/** What a branch of a union is called. */
export type BranchLabel =
  | { kind: "text"; text: string }
  | { kind: "type"; type: string }
  | { kind: "number"; number: number };

/** One way in which a value may be. */
export interface Branch {
  label: BranchLabel;
  field: Lazy;
  /** How well a value fits at first sight; below 0: not at all. */
  fit: (value: Json | undefined) => number;
}

interface Text {
  kind: "text";
  format: TextFormat;
  /** It may be long, so that it gets more than one line. */
  multiline: boolean;
  minLength: number | null;
  maxLength: number | null;
}

interface Numeric {
  kind: "number";
  integer: boolean;
  minimum: number | null;
  maximum: number | null;
  /** Whether the bounds are out themselves. */
  exclusive: { minimum: boolean; maximum: boolean };
  multipleOf: number | null;
}

interface List {
  kind: "list";
  item: Lazy;
  minItems: number;
  maxItems: number | null;
  unique: boolean;
}

interface Tuple {
  kind: "tuple";
  items: readonly Lazy[];
  /** What may follow; `null`: nothing. */
  rest: Lazy | null;
  minItems: number;
  maxItems: number | null;
}

interface Group {
  kind: "group";
  properties: readonly Property[];
  /** What other properties may be; `null`: there are none. */
  additional: Lazy | null;
}

export type Shape =
  | Text
  | Numeric
  | List
  | Tuple
  | Group
  | { kind: "boolean" }
  | { kind: "null" }
  | { kind: "constant"; value: Json }
  | { kind: "choice"; options: readonly Option[] }
  | { kind: "choices"; options: readonly Option[]; minItems: number; maxItems: number | null }
  | { kind: "union"; branches: readonly Branch[] }
  /** Any JSON; `reason` says why there is no better field, `null`: anything is allowed. */
  | { kind: "raw"; reason: NoForm | null };

/** One field. */
export type Field = Shape & {
  title: string | null;
  description: string | null;
  /** The value that the schema proposes. */
  proposed: Json | undefined;
  example: Json | undefined;
  /** Whether `null` is a value too. */
  nullable: boolean;
  deprecated: boolean;
};

/** A field of one kind. */
export type FieldOf<Kind extends Shape["kind"]> = Extract<Field, { kind: Kind }>;

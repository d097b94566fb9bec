/**
 * Fills a form in as a person could: only what its fields offer, within what they say. It knows
 * fields, and nothing of schemas.
 */
import fc from "fast-check";
import type { Field, FieldOf, Lazy } from "../field";
import type { Json } from "../json";
import { readNumber } from "../numbers";

/** Levels below which optional parts are left out. */
const DEEP = 4;

/** What a field can be filled in with; `null`: nothing that it could be. */
export function filled(field: Field, level = 0): fc.Arbitrary<Json> {
  const value = shaped(field, level);
  return field.nullable ? fc.oneof(value, fc.constant(null)) : value;
}

function shaped(field: Field, level: number): fc.Arbitrary<Json> {
  switch (field.kind) {
    case "text":
      return typed(field);
    case "number":
      return number(field);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "constant":
      return fc.constant(field.value);
    case "choice":
      return fc.constantFrom(...field.options.map((option) => option.value));
    case "choices":
      return fc
        .subarray(
          field.options.map((option) => option.value),
          {
            minLength: field.minItems,
            maxLength: Math.min(field.maxItems ?? Number.POSITIVE_INFINITY, field.options.length),
          },
        )
        .map((values) => [...values]);
    case "list":
      return fc.array(below(field.item, level), {
        minLength: field.minItems,
        maxLength: Math.min(field.maxItems ?? 3, field.minItems + (level > DEEP ? 0 : 3)),
      });
    case "tuple":
      return fc.tuple(...field.items.map((item) => below(item, level)));
    case "group":
      return group(field, level);
    case "union":
      return fc.oneof(...field.branches.map((branch) => below(branch.field, level)));
    case "raw":
      return fc.constant({});
  }
}

function below(make: Lazy, level: number): fc.Arbitrary<Json> {
  return fc.constant(null).chain(() => filled(make(), level + 1));
}

function group(field: FieldOf<"group">, level: number): fc.Arbitrary<Json> {
  const parts = field.properties.map(({ name, required, field: child }) => {
    const value = below(child, level).map((one): [string, Json][] => [[name, one]]);
    if (required) return value;
    return level > DEEP ? fc.constant([]) : fc.oneof(value, fc.constant([]));
  });
  return fc.tuple(...parts).map((entries) => Object.fromEntries(entries.flat()));
}

function typed({ format, minLength, maxLength }: FieldOf<"text">): fc.Arbitrary<string> {
  switch (format) {
    case "date":
      return fc
        .date({ min: new Date("1970-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10));
    case "date-time":
      return fc
        .date({ min: new Date("1970-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
        .map((date) => date.toISOString());
    case "time":
      return fc.constant("12:30:00Z");
    case "email":
      return fc.constantFrom("a@example.com", "first.last+tag@mail.example.org");
    case "uri":
      return fc.webUrl();
    case "plain":
      return fc.string({
        unit: "grapheme-ascii",
        minLength: minLength ?? 0,
        maxLength: Math.min(maxLength ?? 20, (minLength ?? 0) + 20),
      });
  }
}

/** A number within its bounds, through the text that is typed. */
function number(field: FieldOf<"number">): fc.Arbitrary<Json> {
  const { minimum, maximum, exclusive, multipleOf } = field;
  if (multipleOf !== null) {
    return fc.integer({ min: -50, max: 50 }).map((n) => typedNumber(n * multipleOf));
  }
  const least = (minimum ?? -1_000) + (exclusive.minimum ? 1 : 0);
  const most = (maximum ?? least + 1_000) - (exclusive.maximum ? 1 : 0);
  return fc.integer({ min: Math.ceil(least), max: Math.floor(most) }).map(typedNumber);
}

function typedNumber(value: number): Json {
  const read = readNumber(String(value));
  if (read === undefined) throw new Error(`${value} is not read`);
  return read;
}

/**
 * Checks a value against its schema and says, field by field, what is wrong. The validator
 * interprets schemas; one that compiles them would need `eval`, which the window forbids.
 */
import { type OutputUnit, type Schema, type SchemaDraft, Validator } from "@cfworker/json-schema";
import { isObject, type Json, own, type Path } from "./json";

/** What is wrong at one place. */
export interface Issue {
  path: Path;
  /** The word of the schema that is not satisfied. */
  keyword: string;
  /** What the schema says there: the least length, the format. */
  limit: string;
}

/** What a check found. */
export type Checked =
  | { kind: "checked"; issues: readonly Issue[] }
  /** The schema cannot be used to check anything. */
  | { kind: "unchecked"; reason: "broken" | "too_slow"; message: string };

/** Issues that are told. */
const MAX_ISSUES = 200;

/** Words that only say that something below does not fit; that is told where it is. */
const CONTAINERS = new Set([
  "properties",
  "patternProperties",
  "items",
  "prefixItems",
  "additionalItems",
  "allOf",
  "$ref",
  "$dynamicRef",
  "$recursiveRef",
  "dependentSchemas",
  "if",
  "then",
  "else",
]);

/** Checks at once, however long it takes. The schema is not kept and may be changed. */
export function check(schema: unknown, value: Json): Checked {
  if (schema === undefined || schema === null) return { kind: "checked", issues: [] };
  if (typeof schema !== "boolean" && !isObject(schema)) {
    return { kind: "unchecked", reason: "broken", message: "" };
  }
  try {
    const validator = new Validator(schema as Schema | boolean, draftOf(schema), false);
    const { errors } = validator.validate(value);
    const issues = told(errors).map((error) => issueOf(error, schema as Json));
    return { kind: "checked", issues: distinct(issues).slice(0, MAX_ISSUES) };
  } catch (thrown) {
    const message = thrown instanceof Error ? (thrown.message.split("\n")[0] ?? "") : "";
    return { kind: "unchecked", reason: "broken", message };
  }
}

function draftOf(schema: unknown): SchemaDraft {
  const name = own(schema, "$schema");
  if (typeof name !== "string") return "2020-12";
  if (name.includes("draft-04") || name.includes("draft-03")) return "4";
  if (name.includes("draft-06") || name.includes("draft-07")) return "7";
  return name.includes("2019-09") ? "2019-09" : "2020-12";
}

/** The errors that help: of a union, those of the branch that comes closest. */
function told(errors: readonly OutputUnit[]): OutputUnit[] {
  const unions = errors
    .filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf")
    .sort((one, two) => two.keywordLocation.length - one.keywordLocation.length);
  let rest = errors.filter(({ keyword }) => !CONTAINERS.has(keyword));
  for (const union of unions) rest = closest(union, rest);
  // “Not allowed” is said of the object by one word, and of the property by another.
  return rest.filter(
    ({ keyword }) => keyword !== "additionalProperties" && keyword !== "unevaluatedProperties",
  );
}

/** Keeps the errors of one branch at most; where that is clear, the union itself says nothing. */
function closest(union: OutputUnit, errors: readonly OutputUnit[]): OutputUnit[] {
  const prefix = `${union.keywordLocation}/`;
  const branches = new Map<string, OutputUnit[]>();
  const others: OutputUnit[] = [];
  for (const error of errors) {
    const within = error.keywordLocation.startsWith(prefix) && error !== union;
    // The same branch may stand before several values: each has its own error.
    if (!within || !error.instanceLocation.startsWith(union.instanceLocation)) {
      others.push(error);
      continue;
    }
    const branch = error.keywordLocation.slice(prefix.length).split("/")[0] ?? "";
    branches.set(branch, [...(branches.get(branch) ?? []), error]);
  }
  const possible = [...branches.values()].filter((found) =>
    found.every(
      ({ instanceLocation, keyword }) =>
        instanceLocation !== union.instanceLocation ||
        !["type", "const", "enum", "false"].includes(keyword),
    ),
  );
  const best = possible.sort((one, two) => one.length - two.length)[0];
  return best ? [...others.filter((error) => error !== union), ...best] : others;
}

function issueOf(error: OutputUnit, schema: Json): Issue {
  const path = segments(error.instanceLocation);
  const limit = limitOf(error.keywordLocation, schema);
  if (error.keyword !== "required" && error.keyword !== "dependentRequired") {
    return { path, keyword: error.keyword, limit };
  }
  // What is missing is told where it belongs.
  const name = /"(.*)"/s.exec(error.error)?.[1] ?? "";
  return { path: [...path, name], keyword: "required", limit: "" };
}

function segments(pointer: string): Path {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => {
      const raw = segment.replaceAll("~1", "/").replaceAll("~0", "~");
      try {
        return decodeURIComponent(raw);
      } catch {
        return raw;
      }
    });
}

/** What the schema says at a word; references on the way are followed. */
function limitOf(location: string, schema: Json): string {
  let part: Json | undefined = schema;
  for (const segment of segments(location)) {
    if (segment === "$ref" && isObject(part)) {
      const target: Json | undefined = part.$ref;
      part = typeof target === "string" ? pointed(target, schema) : undefined;
    } else if (Array.isArray(part)) part = part[Number(segment)];
    else part = own(part, String(segment));
  }
  if (part === undefined || isObject(part)) return "";
  if (!Array.isArray(part)) return String(part);
  return part.some((one) => typeof one === "object") ? "" : part.map(String).join(", ");
}

function pointed(reference: string, schema: Json): Json | undefined {
  let part: Json | undefined = schema;
  if (reference === "#") return part;
  if (!reference.startsWith("#/")) return undefined;
  for (const segment of segments(reference)) {
    part = Array.isArray(part) ? part[Number(segment)] : own(part, String(segment));
  }
  return part;
}

function distinct(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ path, keyword }) => {
    const id = JSON.stringify([path, keyword]);
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

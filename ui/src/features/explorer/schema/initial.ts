/** What a form begins with: what the schema proposes, and what is required and known. */
import type { Branch, Field } from "./field";
import type { Json, JsonObject } from "./json";

/** Levels of required objects that are filled in by themselves. */
const MAX_LEVELS = 5;
/** Fields that are looked at for it. */
const MAX_FIELDS = 2_000;
/** Items that a list begins with because it must have them. */
const MAX_ITEMS = 20;

interface Budget {
  left: number;
}

/** The value of an untouched field; `undefined`: it is left out. */
export function initialValue(
  field: Field,
  level = 0,
  budget: Budget = { left: MAX_FIELDS },
): Json | undefined {
  if (field.proposed !== undefined) return field.proposed;
  budget.left -= 1;
  if (budget.left < 0 || level > MAX_LEVELS) return undefined;
  switch (field.kind) {
    case "constant":
      return field.value;
    case "null":
      return null;
    case "group":
      return initialGroup(field, level, budget);
    case "list":
    case "tuple":
      return field.minItems > 0 ? blankItems(field, level, budget) : undefined;
    default:
      return undefined;
  }
}

function initialGroup(
  field: Extract<Field, { kind: "group" }>,
  level: number,
  budget: Budget,
): JsonObject {
  const properties: [string, Json][] = [];
  for (const { name, required, field: child } of field.properties) {
    if (budget.left < 0) break;
    const made = child();
    const value = required ? initialValue(made, level + 1, budget) : made.proposed;
    if (value !== undefined) properties.push([name, value]);
  }
  return Object.fromEntries(properties);
}

function blankItems(
  field: Extract<Field, { kind: "list" | "tuple" }>,
  level: number,
  budget: Budget,
): Json[] {
  if (field.kind === "tuple") {
    return field.items.map((item) => blankValue(item(), level + 1, budget));
  }
  const count = Math.min(field.minItems, MAX_ITEMS);
  return Array.from({ length: count }, () => blankValue(field.item(), level + 1, budget));
}

/** What an item begins with: there is no item that is left out. `null` is shown as nothing yet. */
export function blankValue(field: Field, level = 0, budget: Budget = { left: MAX_FIELDS }): Json {
  const initial = initialValue(field, level, budget);
  if (initial !== undefined) return initial;
  switch (field.kind) {
    case "text":
      return "";
    case "boolean":
      return false;
    case "list":
    case "choices":
    case "tuple":
      return [];
    case "group":
      return {};
    case "union": {
      const first = field.branches[0];
      return first && level <= MAX_LEVELS ? blankValue(first.field(), level + 1, budget) : null;
    }
    default:
      return null;
  }
}

/** The branch that a value is of; the first one where it is of none. */
export function branchOfValue(branches: readonly Branch[], value: Json | undefined): number {
  let best = 0;
  let score = -1;
  for (const [i, branch] of branches.entries()) {
    const found = branch.fit(value);
    if (found > score) {
      best = i;
      score = found;
    }
  }
  return best;
}

/** What is wrong with a value, in words. */
import type { TFunction } from "i18next";
import type { Issue } from "./check";
import type { JsonFault } from "./parse-json";

/** Words of a schema that have a sentence of their own. */
const TOLD = [
  "required",
  "type",
  "const",
  "enum",
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "anyOf",
  "oneOf",
  "not",
  "false",
] as const;

/** One sentence. */
export function issueText(t: TFunction, { keyword, limit }: Issue): string {
  const told = TOLD.find((word) => word === keyword);
  return told ? t(`explorer.issues.${told}`, { limit }) : t("explorer.issues.other", { keyword });
}

/** What is wrong with a JSON text, and where. */
export function faultText(t: TFunction, fault: JsonFault, line: number, column: number): string {
  if (fault === "empty") return t("explorer.faults.empty");
  return t("explorer.faults.at", { line, column, what: t(`explorer.faults.${fault}`) });
}

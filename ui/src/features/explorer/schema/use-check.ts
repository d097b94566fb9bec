/** Checks a value as it is typed. */
import { useEffect, useState } from "react";
import type { Checked } from "./check";
import type { Json } from "./json";
import { validate } from "./validator";

/** How long the typing must rest before a check, milliseconds. */
const REST_MS = 150;
/** What has not been found yet. */
const NOTHING: Checked = { kind: "checked", issues: [] };

/** What is wrong with the value, a moment after it changed; and a way to tell what was found now. */
export function useCheck(
  schema: unknown,
  value: Json | undefined,
): [Checked, (found: Checked) => void] {
  const [checked, setChecked] = useState<Checked>(NOTHING);
  useEffect(() => {
    if (value === undefined) {
      setChecked(NOTHING);
      return;
    }
    let current = true;
    const timer = setTimeout(() => {
      void validate(schema, value).then((found) => {
        if (current) setChecked(found);
      });
    }, REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [schema, value]);
  return [checked, setChecked];
}

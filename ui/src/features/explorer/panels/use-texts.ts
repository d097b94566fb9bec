/** Texts that are typed for a prompt or a template. */
import { useState } from "react";
import { useDraft } from "../run/use-draft";
import { isObject, type Json } from "../schema/json";

const NONE = { mode: "form", value: {} } as const;

/** The texts, and how to change them; `null` forgets them. */
export function useTexts(serverId: string, kind: string, key: string) {
  const [draft, setDraft] = useDraft(serverId, kind, key, NONE);
  const [attempted, setAttempted] = useState(false);
  const set = (next: Record<string, string> | null) => {
    if (next === null) setAttempted(false);
    setDraft(next && { mode: "form", value: next });
  };
  return { texts: textsOf(draft.value), set, attempted, setAttempted };
}

/** The texts of an object; what is no text is left out. */
function textsOf(value: Json | undefined): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

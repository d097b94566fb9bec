/** A value that is typed for a schema, checked as one types and again before it is sent. */
import { useMemo, useRef, useState } from "react";
import type { Draft } from "../run/store";
import { useDraft } from "../run/use-draft";
import type { Checked } from "../schema/check";
import { fieldTree } from "../schema/field-tree";
import { initialValue } from "../schema/initial";
import type { Json } from "../schema/json";
import { useCheck } from "../schema/use-check";
import { useFocusWrong } from "../schema/use-focus-wrong";
import { validate } from "../schema/validator";

export interface Arguments {
  draft: Draft;
  setDraft: (next: Draft | null) => void;
  value: Json | undefined;
  checked: Checked;
  attempted: boolean;
  valid: boolean;
  setValid: (valid: boolean) => void;
  /** Checks it now and sends it where nothing is wrong, or where one insists. */
  send: (go: (value: Json) => void, insist?: boolean) => void;
  reset: () => void;
  /** Changes with each reset, so that fields forget what was typed in them. */
  generation: number;
}

export function useArguments(
  serverId: string,
  kind: string,
  key: string,
  schema: unknown,
): Arguments {
  const initial = useMemo<Draft>(
    () => ({ mode: "form", value: initialValue(fieldTree(schema)) ?? {} }),
    [schema],
  );
  const [draft, setDraft] = useDraft(serverId, kind, key, initial);
  const [attempted, setAttempted] = useState(false);
  const [refusals, setRefusals] = useState(0);
  const [valid, setValid] = useState(true);
  const [generation, setGeneration] = useState(0);
  const sending = useRef(false);
  useFocusWrong(refusals, "[data-explorer-detail]");
  const [checked, setChecked] = useCheck(schema, draft.value);
  const isValid = valid || draft.mode === "form";

  const send = (go: (value: Json) => void, insist = false) => {
    if (!isValid || sending.current) return;
    const value = draft.value ?? {};
    if (insist) {
      go(value);
      return;
    }
    sending.current = true;
    void validate(schema, value).then((found) => {
      sending.current = false;
      setChecked(found);
      setAttempted(true);
      if (found.kind === "unchecked" || found.issues.length === 0) go(value);
      else setRefusals((before) => before + 1);
    });
  };

  return {
    draft,
    setDraft,
    value: draft.value,
    checked,
    attempted,
    valid: isValid,
    setValid,
    send,
    reset: () => {
      setDraft(null);
      setAttempted(false);
      setValid(true);
      setGeneration((before) => before + 1);
    },
    generation,
  };
}

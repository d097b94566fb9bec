/** What is selected stands in the address: `?tool=echo`, `?resource=file:///a`. */
import { useCallback, useMemo } from "react";
import { navigate, splitHash, useHashSearch, withParams } from "@/lib/hash-location";
import { type ItemKind, KINDS } from "./items";

export interface Selection {
  kind: ItemKind;
  key: string;
}

/** What is selected, and how to select. */
export function useSelection(): [Selection | null, (next: Selection | null) => void] {
  const search = useHashSearch();
  const selection = useMemo(() => selectionOf(search), [search]);
  const select = useCallback((next: Selection | null) => {
    const { path, search: now } = splitHash(window.location.hash);
    navigate(withParams(path, now, paramsOf(next)));
  }, []);
  return [selection, select];
}

/** The parameters of the address that say what is selected. */
export function paramsOf(selection: Selection | null): Record<ItemKind, string | null> {
  const none = { tool: null, resource: null, template: null, prompt: null, aside: null };
  return selection ? { ...none, [selection.kind]: selection.key } : none;
}

function selectionOf(search: string): Selection | null {
  const params = new URLSearchParams(search);
  for (const kind of KINDS) {
    const key = params.get(kind);
    if (key !== null && key !== "") return { kind, key };
  }
  return null;
}

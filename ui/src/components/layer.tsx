/**
 * Where menus, tooltips and dialogs are drawn: a place within the page's main part, so that a
 * screen reader finds them in a landmark, and so that a modal never hides what it opens itself.
 * Without the place, as in a part drawn alone, they are drawn at the end of the document.
 */
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

interface Place {
  element: HTMLElement | null;
  put: (element: HTMLElement | null) => void;
}

const LayerContext = createContext<Place | null>(null);

/** Knows the place; above everything that draws there. */
export function LayerProvider({ children }: { children: ReactNode }) {
  const [element, put] = useState<HTMLElement | null>(null);
  const place = useMemo(() => ({ element, put }), [element]);
  return <LayerContext value={place}>{children}</LayerContext>;
}

/** The place itself; once, within the main part. */
export function Layer() {
  return <div ref={useContext(LayerContext)?.put} data-layer="" />;
}

/** The `container` of a portal. */
export function useLayer(): HTMLElement | null {
  return useContext(LayerContext)?.element ?? null;
}

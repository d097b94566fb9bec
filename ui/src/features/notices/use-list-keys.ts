import { type RefObject, useRef } from "react";
import { useShortcut } from "@/lib/shortcuts";

/** Moves the focus through the links of a list with j and k. */
export function useListKeys(): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  const move = (by: 1 | -1) => {
    const links = [...(ref.current?.querySelectorAll<HTMLElement>("[data-notice]") ?? [])];
    const now = links.indexOf(document.activeElement as HTMLElement);
    const next = now < 0 ? 0 : Math.min(links.length - 1, Math.max(0, now + by));
    links[next]?.focus();
  };
  useShortcut("move_down", () => move(1));
  useShortcut("move_up", () => move(-1));
  return ref;
}

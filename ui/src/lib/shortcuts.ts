/**
 * Keys that work everywhere. A page says what it can do (`useShortcut`); one listener
 * (`useShortcutListener`) turns keys into it. Keys that belong to text being typed, to a dialog
 * or to someone who handled them already are left alone.
 */
import { useEffect, useRef } from "react";

/** Every shortcut: the keys, one after the other. */
export const SHORTCUTS = {
  focus_filter: ["/"],
  go_servers: ["g", "s"],
  go_settings: ["g", ","],
  show_shortcuts: ["?"],
  move_down: ["j"],
  move_up: ["k"],
} as const satisfies Record<string, readonly string[]>;

/** One of them. */
export type ShortcutId = keyof typeof SHORTCUTS;

/** How long the second key of a sequence may take, milliseconds. */
export const SEQUENCE_MS = 1_000;

const handlers = new Map<ShortcutId, (() => void)[]>();

/** Does something on a shortcut while the caller is mounted; the latest caller wins. */
export function useShortcut(id: ShortcutId, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const handler = () => latest.current();
    handlers.set(id, [...(handlers.get(id) ?? []), handler]);
    return () => {
      handlers.set(id, handlers.get(id)?.filter((one) => one !== handler) ?? []);
    };
  }, [id]);
}

/** What two keys mean: a whole shortcut, the beginning of one, or nothing. */
export function matchKeys(first: string | null, key: string): ShortcutId | "begun" | null {
  const typed = first === null ? [key] : [first, key];
  let begun = false;
  for (const [id, keys] of Object.entries(SHORTCUTS) as [ShortcutId, readonly string[]][]) {
    if (keys.length < typed.length || typed.some((one, i) => keys[i] !== one)) continue;
    if (keys.length === typed.length) return id;
    begun = true;
  }
  return begun ? "begun" : null;
}

function belongsToOthers(event: KeyboardEvent): boolean {
  if (
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.isComposing
  ) {
    return true;
  }
  // The trap of a dialog holds the focus; keys behind it are not meant.
  if (document.querySelector("[data-modal]")) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role=menu], [role=listbox]") !== null
  );
}

/** Listens to the keyboard. Mounted once. */
export function useShortcutListener(): void {
  useEffect(() => {
    let first: string | null = null;
    let firstAt = 0;
    const listen = (event: KeyboardEvent) => {
      if (belongsToOthers(event)) return;
      const begun = first !== null && event.timeStamp - firstAt < SEQUENCE_MS ? first : null;
      first = null;
      const found =
        matchKeys(begun, event.key) ?? (begun === null ? null : matchKeys(null, event.key));
      if (found === "begun") {
        first = event.key;
        firstAt = event.timeStamp;
      } else if (found) {
        const run = handlers.get(found)?.at(-1);
        if (!run) return;
        event.preventDefault();
        run();
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

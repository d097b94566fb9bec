/**
 * Keys that work everywhere. A page says what it can do (`useShortcut`); one listener
 * (`useShortcutListener`) turns keys into it. Keys that belong to text being typed, to a dialog
 * or to someone who handled them already are left alone.
 */
import { useEffect, useRef } from "react";
import { isMac } from "./platform";

/** What a shortcut is, and where it is listed. */
interface Shortcut {
  group: "general" | "go" | "list" | "keys" | "server";
  /** The keys, one after the other; `mod+` is the platform's command key held down. */
  keys: readonly string[];
  /** The part that has the focus listens itself; here it is only listed. */
  local?: true;
}

/** Every shortcut: the one table, of which the list in the window is made. */
export const SHORTCUTS = {
  palette: { group: "general", keys: ["mod+k"] },
  focus_filter: { group: "general", keys: ["/"] },
  add_server: { group: "general", keys: ["c"] },
  focus_toasts: { group: "general", keys: ["F6"], local: true },
  show_shortcuts: { group: "general", keys: ["?"] },
  close: { group: "general", keys: ["Escape"], local: true },
  go_servers: { group: "go", keys: ["g", "s"] },
  go_keys: { group: "go", keys: ["g", "k"] },
  go_doctor: { group: "go", keys: ["g", "d"] },
  go_notices: { group: "go", keys: ["g", "n"] },
  go_settings: { group: "go", keys: ["g", ","] },
  move_down: { group: "list", keys: ["j"] },
  move_up: { group: "list", keys: ["k"] },
  open: { group: "list", keys: ["Enter"], local: true },
  toggle: { group: "list", keys: ["s"], local: true },
  restart: { group: "list", keys: ["r"], local: true },
  logs: { group: "list", keys: ["l"], local: true },
  edit: { group: "list", keys: ["e"], local: true },
  select: { group: "list", keys: ["x"], local: true },
  select_all: { group: "list", keys: ["mod+a"], local: true },
  remove: { group: "list", keys: ["Delete"], local: true },
  add_key: { group: "keys", keys: ["a"] },
  open_key: { group: "keys", keys: ["Enter"], local: true },
  test_key: { group: "keys", keys: ["t"], local: true },
  rotate_key: { group: "keys", keys: ["r"], local: true },
  edit_key: { group: "keys", keys: ["e"], local: true },
  remove_key: { group: "keys", keys: ["Delete"], local: true },
  previous_tab: { group: "server", keys: ["["] },
  next_tab: { group: "server", keys: ["]"] },
  find: { group: "server", keys: ["mod+f"] },
} as const satisfies Record<string, Shortcut>;

/** Any of them. */
export type ListedShortcut = keyof typeof SHORTCUTS;

/** One that works everywhere. */
export type ShortcutId = {
  [Id in ListedShortcut]: (typeof SHORTCUTS)[Id] extends { local: true } ? never : Id;
}[ListedShortcut];

/** How long the second key of a sequence may take, milliseconds. */
export const SEQUENCE_MS = 1_000;

const EVERYWHERE = (Object.entries(SHORTCUTS) as [ListedShortcut, Shortcut][]).filter(
  (entry): entry is [ShortcutId, Shortcut] => !entry[1].local,
);

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
  for (const [id, { keys }] of EVERYWHERE) {
    if (keys.length < typed.length || typed.some((one, i) => keys[i] !== one)) continue;
    if (keys.length === typed.length) return id;
    begun = true;
  }
  return begun ? "begun" : null;
}

/** The key as the table writes it; `null` where a modifier makes it someone else's. */
function keyOf(event: KeyboardEvent): string | null {
  if (event.altKey) return null;
  if (!event.ctrlKey && !event.metaKey) return event.key;
  // Control and a letter edits text on a Mac; ⌘ is what the others call Control.
  const mod = isMac() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  return mod && !event.shiftKey ? `mod+${event.key.toLowerCase()}` : null;
}

function belongsToOthers(event: KeyboardEvent, key: string): boolean {
  if (event.defaultPrevented || event.isComposing) return true;
  // The trap of a dialog holds the focus; keys behind it are not meant.
  if (document.querySelector("[data-modal]")) return true;
  // A key with the command key is no text.
  if (key.startsWith("mod+")) return false;
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
      const key = keyOf(event);
      if (key === null || belongsToOthers(event, key)) return;
      const begun = first !== null && event.timeStamp - firstAt < SEQUENCE_MS ? first : null;
      first = null;
      const found = matchKeys(begun, key) ?? (begun === null ? null : matchKeys(null, key));
      if (found === "begun") {
        first = key;
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

import { navigate, splitHash, withParams } from "@/lib/hash-location";
import { paths } from "@/lib/routes";

/** What the page's address can ask for above the list. */
const ABOVE = {
  key: null,
  add: null,
  rotate: null,
  edit: null,
  remove: null,
  import: null,
  vault: null,
} as const;

/** Any of it. */
export type Above = keyof typeof ABOVE;

/** Stands in the address where a new key has no name yet; no key is called so. */
export const NAMELESS = "*";

/** What gives way: a form does not to the vault's, which it may need; the drawer to no dialog. */
function closedBy(what: Above): Partial<typeof ABOVE> {
  if (what === "vault") return {};
  const { key, ...dialogs } = ABOVE;
  return what === "key" || what === "add" || what === "import" ? { ...dialogs, key } : dialogs;
}

/** Opens something above the list of keys; its filter stays, and so does the drawer below. */
export function openAbove(what: Above, value: string): void {
  const { path, search } = splitHash(window.location.hash);
  const onPage = path === paths.keys();
  navigate(withParams(paths.keys(), onPage ? search : "", { ...closedBy(what), [what]: value }));
}

/** Closes it. */
export function closeAbove(what: Above, options?: { replace: boolean }): void {
  const { path, search } = splitHash(window.location.hash);
  // Somewhere else by now: there is nothing to close.
  if (path === paths.keys()) navigate(withParams(path, search, { [what]: null }), options);
}

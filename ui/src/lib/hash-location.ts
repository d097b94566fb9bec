/**
 * The address of what is shown lives behind the `#`: `#/servers/time?q=git`. A custom protocol
 * serves one page, so a path would not survive a reload.
 */
import { useCallback, useSyncExternalStore } from "react";

export interface NavigateOptions {
  /** Takes the place of the present entry of the history. */
  replace?: boolean;
}

/** Splits what stands behind the `#`. */
export function splitHash(hash: string): { path: string; search: string } {
  const address = hash.replace(/^#?\/?/, "/");
  const question = address.indexOf("?");
  if (question < 0) return { path: address, search: "" };
  return { path: address.slice(0, question), search: address.slice(question + 1) };
}

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

/** Goes to an address such as `/servers/time?q=git`. */
export function navigate(to: string, { replace = false }: NavigateOptions = {}): void {
  const hash = `#${to}`;
  if (hash === window.location.hash) return;
  if (replace) window.history.replaceState(null, "", hash);
  else window.history.pushState(null, "", hash);
  window.dispatchEvent(new Event("hashchange"));
}

/** The path and how to change it; a location hook for wouter. */
export function useHashPath(): [string, typeof navigate] {
  const path = useSyncExternalStore(subscribe, () => splitHash(window.location.hash).path);
  return [path, navigate];
}

/** What stands behind the question mark; a search hook for wouter. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, () => splitHash(window.location.hash).search);
}

/** An address with some of its parameters set; `null` takes one away. */
export function withParams(
  path: string,
  search: string,
  changes: Readonly<Record<string, string | null>>,
): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") params.delete(name);
    else params.set(name, value);
  }
  const rest = params.toString();
  return rest === "" ? path : `${path}?${rest}`;
}

/** One parameter of the address, empty where it is not given. */
export function useParam(
  name: string,
): [string, (value: string | null, options?: NavigateOptions) => void] {
  const search = useHashSearch();
  const set = useCallback(
    (value: string | null, options?: NavigateOptions) => {
      const now = splitHash(window.location.hash);
      navigate(withParams(now.path, now.search, { [name]: value }), options);
    },
    [name],
  );
  return [new URLSearchParams(search).get(name) ?? "", set];
}

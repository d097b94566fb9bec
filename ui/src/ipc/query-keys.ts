/**
 * The keys of the query cache. A key that an event can make stale is the cache tag of that event,
 * split at its first colon: `servers` ↔ `["servers"]`, `server:time` ↔ `["server", "time"]`.
 */
import type { CacheTag, KeySource, VaultStatus } from "./bindings";
import type { ProblemError } from "./errors";

export const queryKeys = {
  servers: () => ["servers"] as const,
  server: (id: string) => ["server", id] as const,
  catalog: (id: string) => ["catalog", id] as const,
  calls: (id: string) => ["calls", id] as const,
  found: () => ["found"] as const,
  keys: () => ["keys"] as const,
  /** What is found in plain text; an open vault knows more of it than a closed one. */
  keyPreview: (source: KeySource, vault: VaultStatus | null) =>
    ["key_preview", JSON.stringify(source), vault] as const,
  network: () => ["network"] as const,
  notices: () => ["notices"] as const,
  desktop: () => ["desktop"] as const,
  doctor: () => ["doctor"] as const,
  settings: () => ["settings"] as const,
  host: () => ["host"] as const,
};

/** Every key that exists; the cache accepts no other. */
export type QueryKey = ReturnType<(typeof queryKeys)[keyof typeof queryKeys]>;

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: ProblemError;
    queryKey: QueryKey;
  }
}

/** The key whose queries a tag makes stale, or `null` for a tag that the window does not cache. */
export function keyOfTag(tag: CacheTag): QueryKey | null {
  const colon = tag.indexOf(":");
  const area = colon < 0 ? tag : tag.slice(0, colon);
  const id = colon < 0 ? null : tag.slice(colon + 1);
  switch (area) {
    case "servers":
      return id === null ? queryKeys.servers() : null;
    case "server":
      return id ? queryKeys.server(id) : null;
    case "keys":
      return id === null ? queryKeys.keys() : null;
    case "notices":
      return id === null ? queryKeys.notices() : null;
    case "desktop":
      return id === null ? queryKeys.desktop() : null;
    case "settings":
      return id === null ? queryKeys.settings() : null;
    default:
      return null;
  }
}

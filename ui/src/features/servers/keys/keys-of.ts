/** Which keys a server refers to. Pure. */
import type { KeyList, KeyStatus, KeyUse } from "@/ipc/bindings";

/** A key that a server refers to. */
export interface UsedKey {
  name: string;
  status: KeyStatus | "missing";
  /** Where. */
  use: KeyUse;
}

/** The keys that a server refers to, by name; none while they are not known. */
export function keysOf(list: KeyList | undefined, server: string): UsedKey[] {
  const all = [
    ...(list?.keys ?? []),
    ...(list?.missing ?? []).map((one) => ({ ...one, status: "missing" as const })),
  ];
  return all
    .flatMap(({ name, status, used_by }) => {
      const use = used_by.find((one) => one.server === server);
      return use ? [{ name, status, use }] : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The rows of the page, made of keys and of names that no key has. Pure. */
import type { KeyKind, KeyList, KeyUse, KeyView, MissingKey } from "@/ipc/bindings";
import { kindOf } from "./kinds";

/** What is shown of a key first: whether it is there. */
export type ShownStatus = KeyView["status"] | "missing";

/** A key, or a name that servers refer to and no key has. */
export interface Row {
  name: string;
  status: ShownStatus;
  /** `null`: there is no such key. */
  key: KeyView | null;
  usedBy: readonly KeyUse[];
}

function rowOf(key: KeyView): Row {
  return { name: key.name, status: key.status, key, usedBy: key.used_by };
}

function missingRowOf({ name, used_by }: MissingKey): Row {
  return { name, status: "missing", key: null, usedBy: used_by };
}

/** Every row: first the names that no key has. */
export function rowsOf(list: KeyList): Row[] {
  return [...list.missing.map(missingRowOf), ...list.keys.map(rowOf)];
}

/** Servers that run with an older value. */
export function outdatedOf(uses: readonly KeyUse[]): KeyUse[] {
  return uses.filter((use) => use.is_outdated);
}

/** Rows that fit what was typed: by name, by what the key opens, or by a server that uses it. */
export function filterRows(
  rows: readonly Row[],
  filter: string,
  nameOfKind: (kind: KeyKind) => string,
): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const texts = [row.name, ...row.usedBy.flatMap((use) => [use.name, use.server])];
    if (row.key) texts.push(nameOfKind(kindOf(row.key.target)), row.key.fingerprint);
    const text = texts.join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Whether a key's last test says that this very value is refused. */
export function isRefused(key: KeyView): boolean {
  return key.last_test?.outcome === "refused" && !key.test_is_stale;
}

/** What needs someone. */
export interface Attention {
  /** Keys that are missing, lost or refused. */
  count: number;
  /** The vault is locked or does not answer, and keys are in it or are asked for. */
  closed: boolean;
}

/** What of the keys needs someone. */
export function attentionOf(list: KeyList): Attention {
  const bad = list.keys.filter((key) => key.status === "lost" || isRefused(key)).length;
  const wanted = list.keys.length + list.missing.length > 0;
  return {
    count: bad + list.missing.length,
    closed: wanted && list.vault.status !== "ready",
  };
}

/** Which commands were used lately; kept for the next start where storage is allowed. */

const KEY = "palette-recent";
/** Commands that are remembered. */
export const MAX_RECENT = 5;

/** The ids, the last one used first. */
export function recentCommands(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept.filter((id): id is string => typeof id === "string").slice(0, MAX_RECENT);
  } catch {
    return [];
  }
}

/** Remembers that a command was used. */
export function rememberCommand(id: string): void {
  const ids = [id, ...recentCommands().filter((other) => other !== id)].slice(0, MAX_RECENT);
  try {
    localStorage.setItem(KEY, JSON.stringify(ids));
  } catch {
    // Then the list begins without them.
  }
}

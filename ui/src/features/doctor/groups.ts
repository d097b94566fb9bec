/** The checks in the order in which a person looks at them. */
import type { Check, CheckStatus, DoctorReport } from "@/ipc/bindings";

/** Where a check belongs. */
export type CheckGroup = "data" | "host" | "runtimes" | "desktop" | "clients";

/** Every group, in the order of what builds on what. */
export const CHECK_GROUPS = ["data", "host", "runtimes", "desktop", "clients"] as const;

const DATA: ReadonlySet<string> = new Set(["data_dir", "folders", "database", "disk", "downloads"]);
const HOST: ReadonlySet<string> = new Set(["endpoint", "port", "processes"]);

/** The group of a check, by its stable id; what is new belongs to the desktop. */
export function groupOf(id: string): CheckGroup {
  if (id.startsWith("runtime.")) return "runtimes";
  if (id.startsWith("client.")) return "clients";
  if (DATA.has(id)) return "data";
  return HOST.has(id) ? "host" : "desktop";
}

/** The groups that have a check, each in its report's order. */
export function grouped(
  checks: readonly Check[],
): { group: CheckGroup; checks: readonly Check[] }[] {
  return CHECK_GROUPS.map((group) => ({
    group,
    checks: checks.filter((check) => groupOf(check.id) === group),
  })).filter((one) => one.checks.length > 0);
}

/** How many checks found what. */
export function countStatuses(report: DoctorReport): Record<CheckStatus, number> {
  const counts = { ok: 0, warn: 0, fail: 0 };
  for (const check of report.checks) counts[check.status] += 1;
  return counts;
}

import type { Problem } from "@/ipc/bindings";

/** How a process ended. */
export type Exit = { code: number } | { signal: string };

/** The exit code or the signal that a problem tells of, `null` where it tells none. */
export function exitOf({ details }: Problem): Exit | null {
  if (typeof details !== "object" || details === null) return null;
  if ("exit_code" in details && typeof details.exit_code === "number") {
    return { code: details.exit_code };
  }
  if ("signal_name" in details && typeof details.signal_name === "string") {
    return { signal: details.signal_name };
  }
  return null;
}

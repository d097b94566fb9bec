/** Notices by the user's days. Pure: the present moment is an argument. */
import type { Notice } from "@/ipc/bindings";

/** The notices of one day, in their order. */
export interface Day {
  /** Midnight of the day, local. */
  at: Date;
  /** Days before today: 0 today, 1 yesterday. */
  ago: number;
  notices: readonly Notice[];
}

function midnight(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate());
}

/** Whole days between two midnights; a day of 23 or 25 hours is a day. */
function daysBetween(earlier: Date, later: Date): number {
  return Math.round((later.getTime() - earlier.getTime()) / 86_400_000);
}

/** Groups notices that are sorted by their time. */
export function daysOf(notices: readonly Notice[], now: Date): Day[] {
  const today = midnight(now);
  const days: { at: Date; ago: number; notices: Notice[] }[] = [];
  for (const notice of notices) {
    const at = midnight(new Date(notice.at));
    const last = days.at(-1);
    if (last && last.at.getTime() === at.getTime()) last.notices.push(notice);
    else days.push({ at, ago: daysBetween(at, today), notices: [notice] });
  }
  return days;
}

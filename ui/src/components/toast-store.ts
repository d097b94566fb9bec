/** The messages at the window's corner. Kept outside of React: commands answer anywhere. */
import { create } from "zustand";
import type { Problem } from "@/ipc/bindings";

/** Messages shown at once; others leave for new ones. */
export const MAX_TOASTS = 3;

/** What a message is about; its icon and its colour. */
export type ToastTone = "plain" | "good" | "bad";

export interface Toast {
  id: number;
  title: string;
  /** Said below the title. */
  text?: string | undefined;
  /** `bad` where a problem is given, else `plain`. */
  tone?: ToastTone;
  /** What it tells of; a newer message about the same takes its place. */
  about?: string;
  /** What failed. Such a message stays until it is dismissed. */
  problem?: Problem;
  action?: { label: string; run: () => void; testId?: string };
}

interface ToastStore {
  toasts: readonly Toast[];
  show: (toast: Omit<Toast, "id">) => void;
  dismiss: (id: number) => void;
}

let lastId = 0;

/** Whether a message waits for someone. */
export function stays(toast: Pick<Toast, "problem">): boolean {
  return toast.problem !== undefined;
}

/** Those that have room: the oldest leaves first, one that waits for someone only for its like. */
function fitting(toasts: readonly Toast[]): readonly Toast[] {
  if (toasts.length <= MAX_TOASTS) return toasts;
  const newest = toasts.at(-1);
  const leaving = toasts.find((toast) => toast !== newest && !stays(toast)) ?? toasts[0];
  return fitting(toasts.filter((toast) => toast !== leaving));
}

export const useToasts = create<ToastStore>((set) => ({
  toasts: [],
  show: (toast) => {
    lastId += 1;
    const added = { ...toast, id: lastId };
    set(({ toasts }) => {
      const others = toasts.filter(({ about }) => about === undefined || about !== toast.about);
      return { toasts: fitting([...others, added]) };
    });
  },
  dismiss: (id) => set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
}));

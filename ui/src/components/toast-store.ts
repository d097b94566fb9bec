/** The messages at the window's corner. Kept outside of React: commands answer anywhere. */
import { create } from "zustand";
import type { Problem } from "@/ipc/bindings";

/** Messages shown at once; older ones leave. */
const MAX_TOASTS = 4;

export interface Toast {
  id: number;
  title: string;
  problem?: Problem;
  action?: { label: string; run: () => void; testId?: string };
}

interface ToastStore {
  toasts: readonly Toast[];
  show: (toast: Omit<Toast, "id">) => void;
  dismiss: (id: number) => void;
}

let lastId = 0;

export const useToasts = create<ToastStore>((set) => ({
  toasts: [],
  show: (toast) => {
    lastId += 1;
    const added = { ...toast, id: lastId };
    set(({ toasts }) => ({ toasts: [...toasts, added].slice(-MAX_TOASTS) }));
  },
  dismiss: (id) => set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
}));

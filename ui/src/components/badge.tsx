import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

const TONES = {
  neutral: "bg-stopped-tint text-stopped",
  warn: "bg-warn-tint text-warn",
  danger: "bg-danger-tint text-danger",
  /** What is new. */
  accent: "bg-accent text-on-accent",
} as const;

export interface BadgeProps {
  tone?: keyof typeof TONES;
  /** What it counts, in words. */
  title?: string;
  children: ReactNode;
}

/** A small count. */
export function Badge({ tone = "neutral", title, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex h-4 min-w-4 items-center justify-center rounded-full px-1 font-medium text-small tabular-nums",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}

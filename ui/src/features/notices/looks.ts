import { CircleCheck, CircleX, type LucideIcon } from "lucide-react";
import type { NoticeKind } from "@/ipc/bindings";

/** A shape, a colour and words for each kind of notice; the shapes differ without the colours. */
export const LOOKS = {
  server_failed: { icon: CircleX, tint: "text-danger", words: "notices.failed", tone: "bad" },
  server_recovered: {
    icon: CircleCheck,
    tint: "text-up",
    words: "notices.recovered",
    tone: "good",
  },
} as const satisfies Record<
  NoticeKind["type"],
  { icon: LucideIcon; tint: string; words: string; tone: string }
>;

/** Why, where that is told. */
export function reasonOf(kind: NoticeKind): string | undefined {
  return kind.type === "server_failed" ? kind.problem?.message : undefined;
}

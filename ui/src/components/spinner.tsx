import { LoaderCircle } from "lucide-react";
import { cx } from "@/lib/cx";

/** A turning circle; what is loading is said elsewhere. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden size={14} className={cx("animate-spin", className)} />;
}

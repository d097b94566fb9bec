import type { LucideIcon } from "lucide-react";
import { cx } from "@/lib/cx";
import { Button, type ButtonProps } from "./button";

export interface HeaderActionProps extends Omit<ButtonProps, "children" | "title" | "size"> {
  icon: LucideIcon;
  /** What it does. */
  label: string;
}

/** A button of a page's header. Where there is little room, its icon stands for its words. */
export function HeaderAction({ icon: Icon, label, className, ...rest }: HeaderActionProps) {
  return (
    <Button title={label} className={cx("max-sm:px-2", className)} {...rest}>
      <Icon aria-hidden size={15} />
      <span className="max-sm:sr-only">{label}</span>
    </Button>
  );
}

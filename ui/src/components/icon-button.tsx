import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";
import { Tooltip } from "./tooltip";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  icon: LucideIcon;
  /** What it does; its accessible name and its tooltip. */
  label: string;
  /** What the tooltip says where that is not the label. */
  tooltip?: string;
  /** A toggle that is on or off. */
  pressed?: boolean;
  size?: "small" | "regular";
  side?: "top" | "right" | "bottom" | "left";
}

export function IconButton({
  icon: Icon,
  label,
  tooltip,
  pressed,
  size = "regular",
  side = "top",
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={tooltip ?? label} side={side}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        className={cx(
          "inline-flex shrink-0 items-center justify-center rounded-control",
          "text-muted hover:bg-hover hover:text-text disabled:pointer-events-none disabled:opacity-40",
          "aria-pressed:bg-selected aria-pressed:text-accent-text",
          size === "small" ? "size-6" : "size-8",
          className,
        )}
        {...rest}
      >
        <Icon aria-hidden size={size === "small" ? 14 : 16} />
      </button>
    </Tooltip>
  );
}

import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";
import { Spinner } from "./spinner";

const VARIANTS = {
  /** The one primary action of a page or dialog. */
  primary: "bg-accent text-on-accent hover:bg-accent-hover",
  /** Everything else that has a frame. */
  secondary: "border border-border bg-raised text-text hover:bg-hover",
  /** Actions that stand back. */
  quiet: "text-muted hover:bg-hover hover:text-text",
} as const;

const SIZES = {
  small: "h-7 gap-1.5 px-2.5 text-small",
  regular: "h-8 gap-2 px-3",
} as const;

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  /** Work is under way: the button keeps its width, shows it and takes no second press. */
  loading?: boolean;
}

export function Button({
  variant = "secondary",
  size = "regular",
  loading = false,
  disabled,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      disabled={disabled}
      aria-disabled={loading || undefined}
      aria-busy={loading || undefined}
      className={cx(
        "relative inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-control font-medium",
        "disabled:pointer-events-none disabled:opacity-50",
        loading && "pointer-events-none",
        VARIANTS[variant],
        SIZES[size],
        className,
      )}
      {...rest}
    >
      <span className={cx("inline-flex items-center gap-[inherit]", loading && "opacity-0")}>
        {children}
      </span>
      {loading && <Spinner className="absolute" />}
    </button>
  );
}

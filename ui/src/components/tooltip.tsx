import { Tooltip as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { useLayer } from "./layer";

export interface TooltipProps
  extends Pick<ComponentProps<typeof Radix.Root>, "open" | "onOpenChange"> {
  content: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactNode;
}

/** A short text beside what the pointer or the focus is on. */
export function Tooltip({ content, side = "top", children, ...rest }: TooltipProps) {
  const layer = useLayer();
  return (
    <Radix.Root {...rest}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={layer}>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-md animate-fade-in break-words rounded-control border border-border bg-overlay px-2 py-1 text-small text-text shadow-overlay"
        >
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Shares the delay of all tooltips below. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

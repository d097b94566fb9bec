import { Popover as Radix } from "radix-ui";
import { type KeyboardEvent, useId, useState } from "react";
import { cx } from "@/lib/cx";
import { Input, type InputProps } from "./input";
import { useLayer } from "./layer";

/** Suggestions that are shown at once. */
const MAX_SHOWN = 100;

export interface SuggestProps extends Omit<InputProps, "onChange" | "value" | "list"> {
  value: string;
  onChange: (value: string) => void;
  /** What the text could be; the best first. */
  suggestions: readonly string[];
  /** One was chosen; the text changes to it where this is not given. */
  onPick?: (suggestion: string, index: number) => void;
  /** The accessible name of the suggestions. */
  listLabel: string;
}

/** A text that is typed, with suggestions below it. */
export function Suggest({
  value,
  onChange,
  suggestions,
  onPick,
  listLabel,
  onBlur,
  onFocus,
  "data-testid": testId,
  ...rest
}: SuggestProps & { "data-testid"?: string }) {
  const listId = useId();
  const layer = useLayer();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const shown = suggestions.slice(0, MAX_SHOWN);
  const isOpen = open && shown.length > 0;
  const current = Math.min(active, shown.length - 1);

  const pick = (index: number) => {
    const chosen = shown[index];
    if (chosen === undefined) return;
    if (onPick) onPick(chosen, index);
    else onChange(chosen);
    setOpen(false);
    setActive(-1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && shown.length > 0) {
      event.preventDefault();
      setOpen(true);
      setActive((current + step + shown.length) % shown.length);
    } else if (
      event.key === "Enter" &&
      isOpen &&
      current >= 0 &&
      !event.ctrlKey &&
      !event.metaKey
    ) {
      event.preventDefault();
      pick(current);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };

  return (
    <Radix.Root open={isOpen}>
      <Radix.Anchor asChild>
        <Input
          {...rest}
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={isOpen ? listId : undefined}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && current >= 0 ? `${listId}-${current}` : undefined}
          data-testid={testId}
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
            setOpen(true);
            setActive(-1);
          }}
          onFocus={(event) => {
            setOpen(true);
            onFocus?.(event);
          }}
          onBlur={(event) => {
            setOpen(false);
            onBlur?.(event);
          }}
          onKeyDown={onKeyDown}
        />
      </Radix.Anchor>
      <Radix.Portal container={layer}>
        <Radix.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          aria-label={listLabel}
          className="z-50 max-h-64 w-(--radix-popover-trigger-width) min-w-40 animate-rise-in overflow-y-auto rounded-card border border-border bg-overlay p-1 shadow-overlay"
        >
          <div role="listbox" id={listId} aria-label={listLabel}>
            {shown.map((suggestion, i) => (
              <div
                // biome-ignore lint/suspicious/noArrayIndexKey: suggestions may repeat
                key={i}
                id={`${listId}-${i}`}
                role="option"
                tabIndex={-1}
                aria-selected={i === current}
                data-testid={testId && `${testId}-option-${i}`}
                // The field keeps the focus.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => pick(i)}
                onKeyDown={() => {}}
                className={cx(
                  "min-h-7 break-words rounded-control px-2 py-1 hover:bg-hover",
                  i === current && "bg-hover",
                )}
              >
                {suggestion}
              </div>
            ))}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

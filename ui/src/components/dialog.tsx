import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { IconButton } from "./icon-button";
import { useLayer } from "./layer";
import { useOpener } from "./use-opener";

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: string | undefined;
  children?: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
  /** It holds nothing but text, so that the text itself takes the keyboard. */
  readOnly?: boolean;
}

/** A dialog above the page. Its body scrolls; its title and buttons stay. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  children,
  footer,
  wide = false,
  readOnly = false,
}: DialogProps) {
  const { t } = useTranslation();
  const layer = useLayer();
  const onCloseAutoFocus = useOpener(open);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal container={layer}>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Radix.Content
          data-modal=""
          onCloseAutoFocus={onCloseAutoFocus}
          onOpenAutoFocus={(event) => {
            // Fields that ask for the focus have it already; the first button is only to close.
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cx(
            "fixed inset-x-0 top-[max(1rem,8vh)] z-40 mx-auto flex max-h-[min(84vh,calc(100vh-2rem))] w-[calc(100vw-2rem)] animate-rise-in flex-col",
            "rounded-card border border-border bg-overlay shadow-overlay outline-none",
            wide ? "max-w-160" : "max-w-120",
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="break-words text-section font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-0.5 text-muted">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton icon={X} label={t("common.close")} size="small" className="-mr-1" />
            </Radix.Close>
          </header>
          {children && (
            <div
              // What scrolls and holds no control must be reached by the keyboard.
              {...(readOnly && { tabIndex: 0, role: "group", "aria-label": title })}
              className="min-h-0 flex-1 overflow-y-auto px-5 pb-4 focus-visible:-outline-offset-2"
            >
              {children}
            </div>
          )}
          {footer && (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-border border-t px-5 py-3">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

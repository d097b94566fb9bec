import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "./icon-button";
import { useLayer } from "./layer";
import { useOpener } from "./use-opener";

export interface DrawerProps {
  onClose: () => void;
  /** What it shows the detail of; said when it opens. */
  title: string;
  /** The title as it is drawn, where that is not its text. */
  heading?: ReactNode;
  /** Below the title. */
  aside?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  "data-testid"?: string;
}

/** The detail of a row, at the right edge of the window. Its body scrolls; title and buttons stay. */
export function Drawer({
  onClose,
  title,
  heading,
  aside,
  children,
  footer,
  "data-testid": testId,
}: DrawerProps) {
  const { t } = useTranslation();
  const layer = useLayer();
  const onCloseAutoFocus = useOpener(true);
  return (
    <Radix.Root open onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal container={layer}>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Radix.Content
          data-modal=""
          data-testid={testId}
          aria-describedby={undefined}
          onCloseAutoFocus={onCloseAutoFocus}
          onOpenAutoFocus={(event) => {
            // The first button is only to close.
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          className="fixed inset-y-0 right-0 z-40 flex w-drawer max-w-full animate-slide-in flex-col border-border border-l bg-overlay shadow-overlay outline-none"
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="break-words font-semibold text-section">
                {heading ?? title}
              </Radix.Title>
              {aside}
            </div>
            <Radix.Close asChild>
              <IconButton icon={X} label={t("common.close")} size="small" className="-mr-1" />
            </Radix.Close>
          </header>
          <section
            aria-label={title}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
            tabIndex={0}
            className="min-h-0 flex-1 overflow-y-auto px-5 pb-5 focus-visible:-outline-offset-2"
          >
            {children}
          </section>
          {footer && (
            <footer className="flex flex-wrap items-center gap-2 border-border border-t px-5 py-3">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

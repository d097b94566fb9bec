import { CircleCheck, CircleX, type LucideIcon, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { SHORTCUTS } from "@/lib/shortcuts";
import { Button } from "./button";
import { IconButton } from "./icon-button";
import { stays, type Toast, type ToastTone, useToasts } from "./toast-store";

/**
 * Time to read a message and to change one's mind, milliseconds. It stands still under the
 * pointer, with the focus, and while the window is in the background.
 */
const SHOWN_MS = 8_000;

/** Moves the focus to the messages. */
const HOTKEY = [...SHORTCUTS.focus_toasts.keys];

const LOOKS: Record<ToastTone, { icon: LucideIcon | null; text: string }> = {
  plain: { icon: null, text: "" },
  good: { icon: CircleCheck, text: "text-up" },
  bad: { icon: CircleX, text: "text-danger" },
};

/** Shows messages at the corner of the window. */
export function Toaster() {
  const { t } = useTranslation();
  const toasts = useToasts((store) => store.toasts);
  return (
    <Radix.Provider label={t("common.notifications")} duration={SHOWN_MS} swipeDirection="right">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
      <Radix.Viewport
        hotkey={HOTKEY}
        label={t("common.notifications_region", { hotkey: HOTKEY.join("+") })}
        className="pointer-events-auto fixed right-4 bottom-4 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 rounded-card"
      />
    </Radix.Provider>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const dismiss = useToasts((store) => store.dismiss);
  const { action, problem } = toast;
  const { icon: Icon, text } = LOOKS[toast.tone ?? (problem ? "bad" : "plain")];
  const details = problem ? `${problem.message} ${problem.hint ?? ""}`.trim() : toast.text;
  return (
    <Radix.Root
      type={problem ? "foreground" : "background"}
      {...(stays(toast) ? { duration: Number.POSITIVE_INFINITY } : {})}
      onOpenChange={(open) => !open && dismiss(toast.id)}
      data-testid="toast"
      className="flex animate-rise-in items-start gap-2.5 rounded-card border border-border bg-overlay py-2.5 pr-2.5 pl-3.5 shadow-overlay"
    >
      {Icon && <Icon aria-hidden size={15} className={cx("mt-1 shrink-0", text)} />}
      <div className="min-w-0 flex-1 py-0.5">
        <Radix.Title className="break-words font-medium">{toast.title}</Radix.Title>
        {details && (
          <Radix.Description className="mt-0.5 break-words text-muted">{details}</Radix.Description>
        )}
      </div>
      {action && (
        <Radix.Action asChild altText={action.label}>
          <Button size="small" data-testid={action.testId} onClick={action.run}>
            {action.label}
          </Button>
        </Radix.Action>
      )}
      <Radix.Close asChild>
        <IconButton icon={X} label={t("common.dismiss")} size="small" className="mt-0.5" />
      </Radix.Close>
    </Radix.Root>
  );
}

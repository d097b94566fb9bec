import { CircleX, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { useTranslation } from "react-i18next";
import { Button } from "./button";
import { IconButton } from "./icon-button";
import { type Toast, useToasts } from "./toast-store";

/** Time to read a message and to change one's mind, milliseconds. It stands still under the pointer. */
const SHOWN_MS = 8_000;

/** Shows messages at the corner of the window. */
export function Toaster() {
  const { t } = useTranslation();
  const toasts = useToasts((store) => store.toasts);
  return (
    <Radix.Provider label={t("common.notifications")} duration={SHOWN_MS} swipeDirection="right">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
      <Radix.Viewport className="pointer-events-auto fixed right-4 bottom-4 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2" />
    </Radix.Provider>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const dismiss = useToasts((store) => store.dismiss);
  const { action, problem } = toast;
  return (
    <Radix.Root
      type={problem ? "foreground" : "background"}
      onOpenChange={(open) => !open && dismiss(toast.id)}
      className="flex animate-rise-in items-start gap-2.5 rounded-card border border-border bg-overlay py-2.5 pr-2.5 pl-3.5 shadow-overlay"
    >
      {problem && <CircleX aria-hidden size={15} className="mt-1 shrink-0 text-danger" />}
      <div className="min-w-0 flex-1 py-0.5">
        <Radix.Title className="break-words font-medium">{toast.title}</Radix.Title>
        {problem && (
          <Radix.Description className="mt-0.5 break-words text-muted">
            {problem.message} {problem.hint}
          </Radix.Description>
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

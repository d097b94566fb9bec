import { useTranslation } from "react-i18next";
import { useToasts } from "@/components/toast-store";
import type { ServerView } from "@/ipc/bindings";
import { useServerActions } from "../server-actions";

/** Says that a server was added or saved, and offers what makes it take effect. */
export function useSavedToast(): (saved: ServerView, edited: boolean) => void {
  const { t } = useTranslation();
  const show = useToasts((store) => store.show);
  const { controlById } = useServerActions();
  return ({ id, name, state }, edited) => {
    const runs = state !== "stopped" && state !== "failed" && state !== "stopping";
    if (edited && !runs) {
      show({ title: t("add.saved", { name }) });
      return;
    }
    const control = edited ? "restart" : "start";
    show({
      title: t(edited ? "add.saved_running" : "add.added", { name }),
      action: {
        label: t(`servers.actions.${control}`),
        testId: `toast-${control}`,
        run: () => controlById(id, name, control),
      },
    });
  };
}

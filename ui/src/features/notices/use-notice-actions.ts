import { useTranslation } from "react-i18next";
import { useToasts } from "@/components/toast-store";
import type { Notice } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { useClearNotices, usePauseNotices, useReadNotices } from "@/ipc/notice-queries";

/** What can be done to notices. Failures are shown; nothing is thrown. */
export function useNoticeActions() {
  const { t } = useTranslation();
  const show = useToasts((store) => store.show);
  const onError = (thrown: unknown) =>
    show({ title: t("notices.change_failed"), problem: toProblem(thrown) });
  const read = useReadNotices();
  const clear = useClearNotices();
  const pause = usePauseNotices();
  return {
    read: (notice: Notice) => {
      if (!notice.read) read.mutate([notice.id], { onError });
    },
    readAll: () => read.mutate([], { onError }),
    clear: () => clear.mutate(undefined, { onError }),
    pause: (paused: boolean) => pause.mutate(paused, { onError }),
  };
}

import { useTranslation } from "react-i18next";
import { useToasts } from "@/components/toast-store";
import { useConsoleEvents } from "@/ipc/console-events";
import { navigate } from "@/lib/hash-location";
import { paths } from "@/lib/routes";
import { LOOKS, reasonOf } from "./looks";
import type { ServerNameOf } from "./server-names";
import { useNoticeActions } from "./use-notice-actions";

/** Says in the window what the system's notifications say beside it. It draws nothing itself. */
export function NoticeToasts({ nameOf }: { nameOf: ServerNameOf }) {
  const { t } = useTranslation();
  const show = useToasts((store) => store.show);
  const { read } = useNoticeActions();
  useConsoleEvents((event) => {
    if (event.type !== "notice_added") return;
    const { notice } = event;
    const { words, tone } = LOOKS[notice.kind.type];
    const { server } = notice.kind;
    show({
      title: t(words, { name: nameOf(server) ?? server }),
      text: reasonOf(notice.kind),
      tone,
      about: `server:${server}`,
      action: {
        label: t("notices.open"),
        testId: "toast-open-server",
        run: () => {
          read(notice);
          navigate(paths.server(server));
        },
      },
    });
  });
  return null;
}

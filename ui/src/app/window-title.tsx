import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNotices } from "@/ipc/notice-queries";
import { useShownTitle } from "@/lib/page-title";

/** Keeps the document's title: how many notices are unread, the page, the program. */
export function WindowTitle() {
  const { t } = useTranslation();
  const page = useShownTitle();
  const unread = useNotices().data?.unread ?? 0;
  const name = t("app.name");
  useEffect(() => {
    const title = page === "" || page === name ? name : `${page} – ${name}`;
    document.title = unread > 0 ? `(${unread}) ${title}` : title;
  }, [name, page, unread]);
  return null;
}

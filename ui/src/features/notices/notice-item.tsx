import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useLocale } from "@/i18n/use-locale";
import type { Notice } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { formatClock, formatDateTime } from "@/lib/format";
import { paths } from "@/lib/routes";
import { LOOKS, reasonOf } from "./looks";
import type { ServerNameOf } from "./server-names";

export interface NoticeItemProps {
  notice: Notice;
  nameOf: ServerNameOf;
  /** The server was opened from it. */
  onOpen: (notice: Notice) => void;
}

/** One notice: what, to whom, why, when; the whole of it opens the server. */
export function NoticeItem({ notice, nameOf, onOpen }: NoticeItemProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { kind, delivery, read } = notice;
  const { icon: Icon, tint, words: key } = LOOKS[kind.type];
  const name = nameOf(kind.server);
  const words = (
    <>
      {!read && <span className="sr-only">{`${t("notices.unread")}: `}</span>}
      {t(key, { name: name ?? kind.server })}
    </>
  );
  const reason = reasonOf(kind);
  return (
    <li
      data-testid={`notice-${notice.id}`}
      className={cx("relative flex items-start gap-3 px-4 py-3", name !== null && "hover:bg-hover")}
    >
      <Icon aria-hidden size={16} className={cx("mt-0.5 shrink-0", tint)} />
      <div className="min-w-0 flex-1">
        <p className={cx("break-words", !read && "font-semibold")}>
          {name === null ? (
            words
          ) : (
            <Link
              href={paths.server(kind.server)}
              onClick={() => onOpen(notice)}
              data-notice=""
              className="after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2"
            >
              {words}
            </Link>
          )}
        </p>
        {reason && <p className="mt-0.5 line-clamp-2 break-words text-muted">{reason}</p>}
        {name === null && <p className="mt-0.5 text-muted text-small">{t("notices.gone")}</p>}
        {delivery !== "shown" && (
          <p className="mt-0.5 text-muted text-small">{t(`notices.delivery.${delivery}`)}</p>
        )}
      </div>
      <time
        dateTime={notice.at}
        title={formatDateTime(notice.at, locale)}
        className="shrink-0 text-muted text-small tabular-nums"
      >
        {formatClock(notice.at, locale)}
      </time>
      {!read && <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full bg-accent" />}
    </li>
  );
}

import { Bell, BellOff, CheckCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Badge } from "@/components/badge";
import { IconButton } from "@/components/icon-button";
import { Popover } from "@/components/popover";
import { ProblemNotice } from "@/components/problem-notice";
import { useLocale } from "@/i18n/use-locale";
import type { NoticePage } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { useNotices } from "@/ipc/notice-queries";
import { formatCount } from "@/lib/format";
import { paths } from "@/lib/routes";
import { NoticeDays } from "./notice-days";
import { NoticesSkeleton } from "./notices-skeleton";
import type { ServerNameOf } from "./server-names";
import { useNoticeActions } from "./use-notice-actions";

/** Notices in the panel; the page has the others. */
const SHOWN = 8;

/** The bell: how many notices are unread, and the newest ones in a panel. */
export function NoticesBell({ nameOf }: { nameOf: ServerNameOf }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const notices = useNotices();
  const { readAll, read } = useNoticeActions();
  const page = notices.data;
  const unread = page?.unread ?? 0;
  const label =
    unread > 0
      ? `${t("notices.title")}: ${t("nav.unread", { count: unread })}`
      : t("notices.title");
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t("notices.title")}
      data-testid="notices-popover"
      trigger={
        <button
          type="button"
          aria-label={label}
          title={label}
          data-testid="bell"
          className="relative inline-flex size-8 items-center justify-center rounded-control text-muted hover:bg-hover hover:text-text data-[state=open]:bg-selected"
        >
          {page?.paused ? <BellOff aria-hidden size={16} /> : <Bell aria-hidden size={16} />}
          {unread > 0 && (
            <span aria-hidden className="absolute -top-1 -right-1 flex">
              <Badge tone="accent">{unread > 99 ? "99+" : formatCount(unread, locale)}</Badge>
            </span>
          )}
        </button>
      }
    >
      <div className="flex h-11 shrink-0 items-center gap-2 border-border border-b pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{t("notices.title")}</h2>
        <PauseButton page={page} />
        {unread > 0 && (
          <IconButton icon={CheckCheck} label={t("notices.read_all")} onClick={readAll} />
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {notices.isPending && <NoticesSkeleton />}
        {notices.error && !page && <ProblemNotice problem={toProblem(notices.error)} />}
        {page?.paused && (
          <p className="border-border border-b bg-warn-tint px-4 py-2 text-small">
            {`${t("notices.paused")}.`}
          </p>
        )}
        {page?.notices.length === 0 && (
          <p className="px-6 py-8 text-center text-muted">{t("notices.empty.sentence")}</p>
        )}
        {page && (
          <NoticeDays
            notices={page.notices.slice(0, SHOWN)}
            now={new Date()}
            nameOf={nameOf}
            onOpen={(notice) => {
              setOpen(false);
              read(notice);
            }}
          />
        )}
      </div>
      <div className="shrink-0 border-border border-t p-1.5">
        <Link
          href={paths.notices()}
          onClick={() => setOpen(false)}
          data-testid="notices-see-all"
          className="flex h-8 items-center justify-center rounded-control font-medium text-accent-text hover:bg-hover"
        >
          {t("notices.see_all")}
        </Link>
      </div>
    </Popover>
  );
}

function PauseButton({ page }: { page: NoticePage | undefined }) {
  const { t } = useTranslation();
  const { pause } = useNoticeActions();
  if (!page) return null;
  return (
    <IconButton
      icon={BellOff}
      label={t("notices.pause")}
      pressed={page.paused}
      data-testid="bell-pause"
      onClick={() => pause(!page.paused)}
    />
  );
}

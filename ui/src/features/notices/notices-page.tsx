import { Bell, BellOff, CheckCheck, EllipsisVertical, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { DropdownMenu, MenuItem } from "@/components/dropdown-menu";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { IconButton } from "@/components/icon-button";
import { PageBody } from "@/components/page-body";
import { PageHeader } from "@/components/page-header";
import type { NoticePage } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { useNotices } from "@/ipc/notice-queries";
import { useMediaQuery } from "@/lib/use-media-query";
import { useNow } from "@/lib/use-now";
import { NoticeDays } from "./notice-days";
import { NoticesSkeleton } from "./notices-skeleton";
import { PausedBanner } from "./paused-banner";
import type { ServerNameOf } from "./server-names";
import { useListKeys } from "./use-list-keys";
import { useNoticeActions } from "./use-notice-actions";

/** The page of notifications: what happened, also while nobody looked. */
export function NoticesPage({ nameOf }: { nameOf: ServerNameOf }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const actions = useNoticeActions();
  const [clearing, setClearing] = useState(false);
  const page = notices.data;
  return (
    <>
      <PageHeader
        title={t("notices.title")}
        actions={page && <Actions page={page} onClear={() => setClearing(true)} />}
      />
      <PageBody label={t("notices.title")} width="list">
        <div className="flex flex-col gap-3">
          {page?.paused && <PausedBanner onResume={() => actions.pause(false)} />}
          {notices.isPending && <NoticesSkeleton />}
          {notices.error && !page && (
            <ErrorState
              title={t("notices.load_failed")}
              problem={toProblem(notices.error)}
              onRetry={() => void notices.refetch()}
              retrying={notices.isFetching}
            />
          )}
          {page && <Listed page={page} nameOf={nameOf} />}
        </div>
      </PageBody>
      {page && (
        <Dialog
          open={clearing}
          onClose={() => setClearing(false)}
          title={t("notices.clear_title")}
          description={t("notices.clear_text", { count: page.notices.length })}
          footer={
            <>
              <Button onClick={() => setClearing(false)}>{t("common.cancel")}</Button>
              <Button
                variant="primary"
                data-testid="notices-clear-confirm"
                onClick={() => {
                  setClearing(false);
                  actions.clear();
                }}
              >
                {t("notices.clear_confirm")}
              </Button>
            </>
          }
        />
      )}
    </>
  );
}

function Listed({ page, nameOf }: { page: NoticePage; nameOf: ServerNameOf }) {
  const { t } = useTranslation();
  const actions = useNoticeActions();
  const now = new Date(useNow());
  const listRef = useListKeys();
  if (page.notices.length === 0) {
    return (
      <EmptyState
        icon={Bell}
        title={t("notices.empty.title")}
        sentence={t("notices.empty.sentence")}
      />
    );
  }
  return (
    <div
      ref={listRef}
      data-testid="notices-list"
      className="overflow-hidden rounded-card border border-border bg-raised"
    >
      <NoticeDays notices={page.notices} now={now} nameOf={nameOf} onOpen={actions.read} />
    </div>
  );
}

function Actions({ page, onClear }: { page: NoticePage; onClear: () => void }) {
  const { t } = useTranslation();
  const roomy = useMediaQuery("(min-width: 760px)");
  const { pause, readAll } = useNoticeActions();
  const some = page.notices.length > 0;
  const offered = [
    {
      key: "pause",
      icon: BellOff,
      label: t("notices.pause"),
      run: () => pause(true),
      offered: !page.paused,
    },
    { key: "clear", icon: Trash2, label: t("notices.clear"), run: onClear, offered: some },
    {
      key: "read",
      icon: CheckCheck,
      label: t("notices.read_all"),
      run: readAll,
      offered: page.unread > 0,
    },
  ].filter((action) => action.offered);
  if (offered.length === 0) return null;
  if (roomy) {
    return offered.map(({ key, icon: Icon, label, run }) => (
      <Button key={key} variant="quiet" onClick={run} data-testid={`notices-${key}`}>
        <Icon aria-hidden size={14} />
        {label}
      </Button>
    ));
  }
  return (
    <DropdownMenu
      trigger={<IconButton icon={EllipsisVertical} label={t("servers.columns.actions")} />}
    >
      {offered.map(({ key, icon, label, run }) => (
        <MenuItem
          key={key}
          icon={icon}
          label={label}
          onSelect={run}
          data-testid={`notices-${key}`}
        />
      ))}
    </DropdownMenu>
  );
}

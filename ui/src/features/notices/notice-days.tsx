import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useLocale } from "@/i18n/use-locale";
import type { Notice } from "@/ipc/bindings";
import { formatDay } from "@/lib/format";
import { type Day, daysOf } from "./days";
import { NoticeItem } from "./notice-item";
import type { ServerNameOf } from "./server-names";

export interface NoticeDaysProps {
  notices: readonly Notice[];
  now: Date;
  nameOf: ServerNameOf;
  onOpen: (notice: Notice) => void;
}

/** Notices under the days on which they came. */
export function NoticeDays({ notices, now, ...rest }: NoticeDaysProps) {
  return daysOf(notices, now).map((day) => (
    <NoticeDay key={day.at.getTime()} day={day} now={now} {...rest} />
  ));
}

interface NoticeDayProps extends Omit<NoticeDaysProps, "notices"> {
  day: Day;
}

function NoticeDay({ day, now, nameOf, onOpen }: NoticeDayProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const id = useId();
  const words =
    day.ago === 0
      ? t("notices.today")
      : day.ago === 1
        ? t("notices.yesterday")
        : formatDay(day.at, now, locale);
  return (
    <section aria-labelledby={id}>
      <h2
        id={id}
        className="px-4 pt-3 pb-1 font-medium text-muted text-small first-letter:uppercase"
      >
        {words}
      </h2>
      <ul className="divide-y divide-border">
        {day.notices.map((notice) => (
          <NoticeItem key={notice.id} notice={notice} nameOf={nameOf} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  );
}

import { CircleCheck, CircleSlash, CircleX, Repeat2, TriangleAlert } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { IconButton } from "@/components/icon-button";
import { useLocale } from "@/i18n/use-locale";
import type { CallRecord, CallTarget } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { formatDateTime, formatLatency, formatTimeOfDay } from "@/lib/format";
import { visible } from "@/lib/visible";
import { useCalls } from "../catalog/queries";

/** Calls that are shown before one asks for more. */
const FEW = 5;

export interface HistoryProps {
  serverId: string;
  /** Only calls of this; of everything where it is not given. */
  of?: (target: CallTarget) => boolean;
  /** The call that is shown. */
  shown?: string | undefined;
  onOpen: (record: CallRecord) => void;
  onRepeat?: (record: CallRecord) => void;
  disabled?: boolean;
}

/** The last calls: what was sent, how it went; each can be opened and repeated. */
export function History({ serverId, of, shown, onOpen, onRepeat, disabled = false }: HistoryProps) {
  const { t } = useTranslation();
  const calls = useCalls(serverId);
  const [all, setAll] = useState(false);
  const records = (calls.data ?? []).filter((record) => !of || of(record.target));
  if (records.length === 0) return null;
  const visibleRecords = all ? records : records.slice(0, FEW);
  return (
    <section aria-labelledby="explorer-history" className="flex flex-col gap-2">
      <h3 id="explorer-history" className="font-semibold text-section">
        {t("explorer.history.title")}
      </h3>
      <ul className="divide-y divide-border overflow-hidden rounded-card border border-border bg-raised">
        {visibleRecords.map((record, i) => (
          <CallRow
            key={record.id}
            record={record}
            index={i}
            named={!of}
            current={record.id === shown}
            onOpen={() => onOpen(record)}
            onRepeat={onRepeat && (() => onRepeat(record))}
            disabled={disabled}
          />
        ))}
      </ul>
      {records.length > visibleRecords.length && (
        <Button size="small" variant="quiet" className="self-start" onClick={() => setAll(true)}>
          {t("explorer.history.all", { count: records.length })}
        </Button>
      )}
    </section>
  );
}

const LOOKS = {
  good: { icon: CircleCheck, text: "text-up" },
  tool_error: { icon: TriangleAlert, text: "text-warn" },
  cancelled: { icon: CircleSlash, text: "text-muted" },
  failed: { icon: CircleX, text: "text-danger" },
} as const;

function endOf({ outcome }: CallRecord): keyof typeof LOOKS {
  if (outcome.kind === "answered") return outcome.is_error ? "tool_error" : "good";
  return outcome.problem.code === "cancelled" ? "cancelled" : "failed";
}

interface CallRowProps {
  record: CallRecord;
  index: number;
  named: boolean;
  current: boolean;
  onOpen: () => void;
  onRepeat: (() => void) | undefined;
  disabled: boolean;
}

function CallRow({ record, index, named, current, onOpen, onRepeat, disabled }: CallRowProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const end = endOf(record);
  const { icon: Icon, text } = LOOKS[end];
  const { target } = record;
  const name = target.kind === "resource" ? target.uri : target.name;
  const given = useMemo(
    () => (target.kind === "resource" ? "" : JSON.stringify(target.arguments).slice(0, 200)),
    [target],
  );
  return (
    <li
      data-testid={`history-${index}`}
      className={cx("flex h-row items-center gap-2 px-3", current && "bg-selected")}
    >
      <Icon aria-label={t(`explorer.history.${end}`)} size={14} className={cx("shrink-0", text)} />
      <button
        type="button"
        onClick={onOpen}
        aria-current={current || undefined}
        data-testid={`history-${index}-open`}
        title={t("explorer.history.open")}
        className="flex min-w-0 flex-1 items-center gap-2 rounded-control text-left hover:underline"
      >
        {(named || target.kind === "resource") && (
          <span className="min-w-0 shrink-0 truncate font-medium">{visible(name)}</span>
        )}
        <code className="min-w-0 truncate font-mono text-muted text-small">{visible(given)}</code>
      </button>
      <span className="shrink-0 text-muted text-small tabular-nums">
        {record.duration_ms === null ? "" : formatLatency(record.duration_ms, locale)}
      </span>
      <time
        dateTime={record.at}
        title={formatDateTime(record.at, locale)}
        className="hidden shrink-0 text-muted text-small tabular-nums sm:inline"
      >
        {formatTimeOfDay(record.at, locale).replace(/[.,]\d+$/, "")}
      </time>
      {onRepeat && (
        <IconButton
          icon={Repeat2}
          size="small"
          label={t("explorer.history.repeat")}
          disabled={disabled}
          data-testid={`history-${index}-repeat`}
          onClick={onRepeat}
        />
      )}
    </li>
  );
}

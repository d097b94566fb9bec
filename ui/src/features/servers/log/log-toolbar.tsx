import { Copy, Eraser, FileDown, Pause, Play, WrapText } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/icon-button";
import type { LogAddress } from "./log-address";
import { LogFilterMenu } from "./log-filter-menu";
import type { LogReader } from "./log-reader";
import { useReading } from "./use-reading";

export interface LogToolbarProps {
  reader: LogReader;
  address: LogAddress;
  /** The search. */
  children: ReactNode;
  wrap: boolean;
  /** Older lines that only the log file has. */
  dropped: number;
  /** Lines are chosen: they are what is copied. */
  selected: boolean;
  exporting: boolean;
  onWrap: () => void;
  onCopy: () => void;
  onExport: () => void;
}

/** Search, and what can be done with the log. */
export function LogToolbar(props: LogToolbarProps) {
  const { reader, address, children, wrap, dropped, selected, exporting } = props;
  const { t } = useTranslation();
  const paused = useReading(reader, (one) => one.mode === "paused");
  const empty = useReading(reader, (one) => one.lines.length === 0);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1 px-4 py-2 sm:px-6">
      {children}
      <LogFilterMenu address={address} />
      <LineCount reader={reader} dropped={dropped} />
      <span className="flex-1" />
      <IconButton
        icon={paused ? Play : Pause}
        size="small"
        label={t(paused ? "log.resume" : "log.pause")}
        data-testid="log-pause"
        onClick={() => (paused ? reader.follow() : reader.holdStill("paused"))}
      />
      <IconButton
        icon={WrapText}
        size="small"
        label={t("log.wrap")}
        pressed={wrap}
        onClick={props.onWrap}
      />
      <IconButton
        icon={Copy}
        size="small"
        label={t(selected ? "log.copy_selected" : "log.copy")}
        data-testid="log-copy"
        disabled={empty}
        onClick={props.onCopy}
      />
      <IconButton
        icon={FileDown}
        size="small"
        label={t("log.export")}
        data-testid="log-export"
        aria-busy={exporting || undefined}
        disabled={exporting}
        onClick={props.onExport}
      />
      <IconButton
        icon={Eraser}
        size="small"
        label={t("log.clear")}
        data-testid="log-clear"
        disabled={empty}
        onClick={() => reader.clear()}
      />
    </div>
  );
}

function LineCount({ reader, dropped }: { reader: LogReader; dropped: number }) {
  const { t } = useTranslation();
  const all = useReading(reader, (one) => one.buffer.lineCount);
  const shown = useReading(reader, (one) => (one.filtered ? one.lines.length : null));
  return (
    <span
      data-testid="log-count"
      className="shrink-0 whitespace-nowrap px-1 text-muted text-small tabular-nums"
      title={dropped > 0 ? t("log.dropped", { count: dropped }) : undefined}
    >
      {shown === null ? t("log.lines", { count: all }) : t("log.shown", { shown, count: all })}
    </span>
  );
}

import { Play, RotateCcw } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Kbd } from "@/components/kbd";
import { useLocale } from "@/i18n/use-locale";
import { formatDuration } from "@/lib/format";
import { isMac } from "@/lib/platform";
import { useNow } from "@/lib/use-now";
import { visible } from "@/lib/visible";
import type { Run } from "./store";

export interface RunBarProps {
  /** What the button does: "Run tool", "Read resource". */
  label: string;
  run: Run | null;
  onRun: () => void;
  onCancel: () => void;
  /** Only the schema disagrees, and one may insist. */
  onInsist?: (() => void) | undefined;
  onReset?: (() => void) | undefined;
  disabled?: boolean;
}

/** Starts a call, shows how far it is, and ends it. */
export function RunBar({
  label,
  run,
  onRun,
  onCancel,
  onInsist,
  onReset,
  disabled = false,
}: RunBarProps) {
  const { t } = useTranslation();
  const running = run?.state === "running";
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          data-testid="explorer-run"
          loading={running}
          disabled={disabled}
          onClick={() => !running && onRun()}
        >
          <Play aria-hidden size={13} />
          {label}
        </Button>
        {running ? (
          <Button
            data-testid="explorer-cancel"
            disabled={run.call === null}
            loading={run.cancelling}
            onClick={onCancel}
          >
            {t("common.cancel")}
          </Button>
        ) : (
          <span aria-hidden className="hidden items-center gap-1 sm:inline-flex">
            <Kbd>{isMac() ? "⌘" : t("shortcuts.keys.control")}</Kbd>
            <Kbd>{t("shortcuts.keys.enter")}</Kbd>
          </span>
        )}
        {onInsist && !running && (
          <Button data-testid="explorer-send-anyway" onClick={onInsist}>
            {t("explorer.run.send_anyway")}
          </Button>
        )}
        {onReset && (
          <Button
            variant="quiet"
            data-testid="explorer-reset"
            className="ml-auto"
            onClick={onReset}
          >
            <RotateCcw aria-hidden size={13} />
            {t("explorer.run.reset")}
          </Button>
        )}
      </div>
      {running && <ProgressLine run={run} />}
    </div>
  );
}

/** How far a call is, as far as the server says. */
function ProgressLine({ run }: { run: Run }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow();
  const bar = useRef<HTMLDivElement>(null);
  const { progress } = run;
  const share =
    progress?.total && progress.total > 0
      ? Math.min(1, Math.max(0, progress.progress / progress.total))
      : null;
  useEffect(() => {
    if (bar.current) bar.current.style.width = share === null ? "100%" : `${share * 100}%`;
  }, [share]);
  const elapsed = formatDuration(now - run.startedAt, locale);
  const waits = run.questions.length > 0;
  const said = progress?.message
    ? visible(progress.message)
    : t(waits ? "explorer.run.waits_for_you" : "explorer.run.running");
  return (
    <div data-testid="explorer-progress" className="flex flex-col gap-1">
      <div
        role="progressbar"
        aria-label={t("explorer.run.progress")}
        aria-valuetext={share === null ? said : undefined}
        {...(share === null
          ? {}
          : { "aria-valuenow": Math.round(share * 100), "aria-valuemin": 0, "aria-valuemax": 100 })}
        className="h-1 overflow-hidden rounded-full bg-sunken"
      >
        <div
          ref={bar}
          className={share === null ? "h-full animate-breathe bg-progress" : "h-full bg-progress"}
        />
      </div>
      <p className="flex justify-between gap-3 text-muted text-small">
        <span className="min-w-0 break-words">
          {said}
          {progress?.total ? ` · ${progress.progress}/${progress.total}` : ""}
        </span>
        <span className="shrink-0 tabular-nums">{elapsed}</span>
      </p>
    </div>
  );
}

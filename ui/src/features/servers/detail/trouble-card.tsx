import { CircleX, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLocale } from "@/i18n/use-locale";
import { cx } from "@/lib/cx";
import { formatDuration } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { currentProblem, type Detail, isInTrouble, shownState } from "../model";
import { exitOf } from "./exit";
import { MendPanel } from "./mend/mend-panel";
import { StderrTail } from "./stderr-tail";

/** Why a server is not well, what it said last, and the one step that helps. */
export function TroubleCard({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  if (!isInTrouble(detail)) return null;
  const problem = currentProblem(detail);
  const passing = detail.state !== "failed";
  const Icon = passing ? TriangleAlert : CircleX;
  const exit = problem && exitOf(problem);
  const tail = problem?.stderr_tail ?? [];
  return (
    <section
      data-testid="trouble"
      className="overflow-hidden rounded-card border border-border bg-raised"
    >
      <header
        className={cx(
          "flex flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-2.5",
          passing ? "bg-warn-tint" : "bg-danger-tint",
        )}
      >
        <Icon
          aria-hidden
          size={16}
          className={cx("shrink-0", passing ? "text-warn" : "text-danger")}
        />
        <h2 className="min-w-0 flex-1 font-semibold">
          {problem ? t(`errors.${problem.code}`) : t(`states.${shownState(detail)}`)}
        </h2>
        {problem && (
          <p className="flex select-text flex-wrap gap-x-3 text-muted text-small">
            {exit && (
              <span>
                {"code" in exit
                  ? t("detail.exit_code", { code: exit.code })
                  : t("detail.exit_signal", { signal: exit.signal })}
              </span>
            )}
            <code title={t("problem.code")} className="font-mono">
              {problem.code}
            </code>
          </p>
        )}
      </header>
      <div className="p-4">
        <p className="select-text break-words">
          {problem?.message ?? t(`state_help.${shownState(detail)}`)}
        </p>
        {problem?.hint && <p className="mt-1 break-words text-muted">{problem.hint}</p>}
        {detail.state === "backoff" && <Countdown detail={detail} />}
        <div className="mt-3">
          <MendPanel detail={detail} />
        </div>
        {tail.length > 0 && <StderrTail lines={tail} />}
      </div>
    </section>
  );
}

function Countdown({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow();
  if (detail.retry_at === null) return null;
  const left = Date.parse(detail.retry_at) - now;
  return (
    <p role="timer" data-testid="retry-countdown" className="mt-1 font-medium tabular-nums">
      {left >= 1_000
        ? t("servers.retry_in", { duration: formatDuration(left, locale) })
        : t("servers.retry_now")}
    </p>
  );
}

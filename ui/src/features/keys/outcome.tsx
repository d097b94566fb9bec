import type { TFunction } from "i18next";
import {
  CircleCheck,
  CircleQuestionMark,
  CircleX,
  Hourglass,
  type LucideIcon,
  Unplug,
} from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Truncated } from "@/components/truncated";
import { useLocale } from "@/i18n/use-locale";
import type { KeyTest, KeyTestOutcome } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { formatDuration, formatLatency } from "@/lib/format";
import { visible } from "@/lib/visible";

/** A shape and a colour for each outcome; the words say it too. */
export const OUTCOMES: Record<KeyTestOutcome, { icon: LucideIcon; text: string; tint: string }> = {
  works: { icon: CircleCheck, text: "text-up", tint: "bg-up-tint" },
  refused: { icon: CircleX, text: "text-danger", tint: "bg-danger-tint" },
  rate_limited: { icon: Hourglass, text: "text-warn", tint: "bg-warn-tint" },
  unreachable: { icon: Unplug, text: "text-warn", tint: "bg-warn-tint" },
  unclear: { icon: CircleQuestionMark, text: "text-warn", tint: "bg-warn-tint" },
};

/** What follows the word of an outcome: how fast, why, or when to try again. */
export function outcomeDetail(test: KeyTest, t: TFunction, locale: string): string | null {
  if (test.outcome === "works") {
    return test.latency_ms === null ? null : formatLatency(test.latency_ms, locale);
  }
  const wait =
    test.retry_after_s === null
      ? null
      : t("keys.test.retry_after", {
          duration: formatDuration(test.retry_after_s * 1_000, locale),
        });
  return [test.reason && visible(test.reason), wait].filter(Boolean).join(" ") || null;
}

/** An outcome in one text: `Works · 184 ms`. */
export function useOutcomeText(): (test: KeyTest) => string {
  const { t } = useTranslation();
  const locale = useLocale();
  return useCallback(
    (test) =>
      [t(`keys.outcomes.${test.outcome}`), outcomeDetail(test, t, locale)]
        .filter(Boolean)
        .join(" · "),
    [t, locale],
  );
}

export interface OutcomeLineProps {
  test: KeyTest;
  /** The key has another value since; what was found is of the old one. */
  stale: boolean;
}

/** How a test ended, in one line. */
export function OutcomeLine({ test, stale }: OutcomeLineProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { icon: Icon, text } = OUTCOMES[test.outcome];
  const detail = outcomeDetail(test, t, locale);
  const word = t(`keys.outcomes.${test.outcome}`);
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Icon aria-hidden size={13} className={cx("shrink-0", stale ? "text-muted" : text)} />
      <Truncated
        text={[word, stale && t("keys.test.stale"), detail].filter(Boolean).join(" · ")}
        className={cx("text-small", stale && "text-muted")}
      >
        <span className={stale ? undefined : cx("font-medium", text)}>{word}</span>
        {stale && <span>{` · ${t("keys.test.stale")}`}</span>}
        {detail && <span className="text-muted tabular-nums">{` · ${detail}`}</span>}
      </Truncated>
    </span>
  );
}

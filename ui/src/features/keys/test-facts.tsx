import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocale } from "@/i18n/use-locale";
import type { KeyTest } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { formatLatency } from "@/lib/format";
import { visible } from "@/lib/visible";
import { Ago } from "./ago";
import { OUTCOMES, outcomeDetail } from "./outcome";

export interface TestFactsProps {
  test: KeyTest;
  /** The key has another value since. */
  stale?: boolean;
  /** Says when it was. */
  dated?: boolean;
  testId: string;
}

/** Everything that a test showed. */
export function TestFacts({ test, stale = false, dated = false, testId }: TestFactsProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { icon: Icon, text, tint } = OUTCOMES[test.outcome];
  const detail = outcomeDetail(test, t, locale);
  const notes = [
    test.outcome !== "works" &&
      test.latency_ms !== null &&
      t("keys.test.after", { latency: formatLatency(test.latency_ms, locale) }),
    test.http_status !== null &&
      test.outcome !== "works" &&
      t("keys.test.http_status", { status: test.http_status }),
    test.account && t("keys.test.account", { account: visible(test.account) }),
    test.expires && t("keys.test.expires", { when: visible(test.expires) }),
  ].filter(Boolean);
  return (
    <div
      data-testid={testId}
      data-outcome={test.outcome}
      className={cx("rounded-card px-3 py-2.5", stale ? "bg-stopped-tint" : tint)}
    >
      <div className="flex items-start gap-2">
        <Icon
          aria-hidden
          size={15}
          className={cx("mt-0.5 shrink-0", stale ? "text-muted" : text)}
        />
        <div className="min-w-0 flex-1">
          <p className="break-words">
            <span className={cx("font-medium", stale ? "text-muted" : text)}>
              {t(`keys.outcomes.${test.outcome}`)}
            </span>
            {detail && <span className="tabular-nums">{` · ${detail}`}</span>}
          </p>
          {notes.length > 0 && (
            <p className="break-words text-muted text-small">{notes.join(" · ")}</p>
          )}
          {stale && <p className="text-muted text-small">{t("keys.test.stale_help")}</p>}
          {test.permissions.length > 0 && <Permissions permissions={test.permissions} />}
        </div>
        {dated && (
          <span className="shrink-0 text-muted text-small">
            <Ago at={test.at} />
          </span>
        )}
      </div>
    </div>
  );
}

/** Permissions that are shown before the rest is asked for. */
const FIRST_PERMISSIONS = 12;

function Permissions({ permissions }: { permissions: readonly string[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? permissions : permissions.slice(0, FIRST_PERMISSIONS);
  const hidden = permissions.length - shown.length;
  return (
    <>
      <ul aria-label={t("keys.test.permissions")} className="mt-1.5 flex flex-wrap gap-1">
        {shown.map((permission) => (
          <li
            key={permission}
            className="break-all rounded-control border border-border bg-raised px-1.5 font-mono text-small"
          >
            {visible(permission)}
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="mt-1 rounded-control text-accent-text text-small hover:underline"
        >
          {t("detail.show_more", { count: hidden })}
        </button>
      )}
    </>
  );
}

import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { WELCOME_STEPS } from "@/lib/routes";

/** How many steps there are, and which one this is. */
export function StepMarks({ at }: { at: number }) {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-3">
      <span aria-hidden className="flex gap-1.5">
        {WELCOME_STEPS.map((step, i) => (
          <span
            key={step}
            className={cx("h-1.5 w-6 rounded-full", i <= at ? "bg-accent" : "bg-border")}
          />
        ))}
      </span>
      <span className="text-muted text-small">
        {t("onboarding.step", { step: at + 1, total: WELCOME_STEPS.length })}
      </span>
    </div>
  );
}

import { ArrowLeft, ArrowRight } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Brand } from "@/components/brand";
import { Button } from "@/components/button";
import { navigate } from "@/lib/hash-location";
import { usePageTitle } from "@/lib/page-title";
import { paths, WELCOME_STEPS, type WelcomeStep } from "@/lib/routes";
import { ConnectStep } from "./connect-step";
import { DoneStep } from "./done-step";
import { ImportStep } from "./import-step";
import { StepMarks } from "./step-marks";

export interface WelcomePageProps {
  step: WelcomeStep;
  /** Draws what was found on this machine; tells how many servers were added. */
  importFound: (onDone: (count: number) => void) => ReactNode;
}

/** The first steps. Any of them can be skipped, and so can all; leaving is skipping. */
export function WelcomePage({ step, importFound }: WelcomePageProps) {
  const { t } = useTranslation();
  const [imported, setImported] = useState(0);
  const titleRef = useRef<HTMLHeadingElement>(null);
  usePageTitle(t("onboarding.title"));

  // The next step begins at its title, for the eye and for the keyboard.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the step that moves the focus
  useEffect(() => titleRef.current?.focus(), [step]);

  const at = WELCOME_STEPS.indexOf(step);
  const before = WELCOME_STEPS[at - 1];
  const after = WELCOME_STEPS[at + 1];
  return (
    <div data-testid="welcome" className="min-h-0 flex-1 overflow-y-auto px-4 py-6 sm:px-6">
      <div className="mx-auto flex w-full max-w-150 flex-col sm:pt-[10vh]">
        <Brand />
        <div className="mt-8 flex h-8 items-center justify-between gap-4">
          <StepMarks at={at} />
          {after && (
            <Button
              variant="quiet"
              data-testid="welcome-skip"
              onClick={() => navigate(paths.servers())}
            >
              {t("onboarding.skip")}
            </Button>
          )}
        </div>
        <h1
          ref={titleRef}
          tabIndex={-1}
          className="mt-4 text-balance font-semibold text-title outline-none"
        >
          {t(`onboarding.${step}.title`)}
        </h1>
        {step === "import" && (
          <ImportStep imported={imported}>
            {importFound((count) => setImported((sum) => sum + count))}
          </ImportStep>
        )}
        {step === "connect" && <ConnectStep />}
        {step === "done" && <DoneStep imported={imported} />}
        <div className="mt-6 flex items-center justify-between gap-3">
          {before ? (
            <Button variant="quiet" onClick={() => navigate(paths.welcome(before))}>
              <ArrowLeft aria-hidden size={14} />
              {t("onboarding.back")}
            </Button>
          ) : (
            <span />
          )}
          {after && (
            <Button
              variant="primary"
              data-testid="welcome-next"
              onClick={() => navigate(paths.welcome(after))}
            >
              {t("onboarding.next")}
              <ArrowRight aria-hidden size={14} />
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

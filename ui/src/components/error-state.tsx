import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Problem } from "@/ipc/bindings";
import { Button } from "./button";
import { ProblemNotice } from "./problem-notice";

export interface ErrorStateProps {
  title: string;
  problem: Problem;
  onRetry?: () => void;
  retrying?: boolean;
}

/** In place of what could not be loaded. */
export function ErrorState({ title, problem, onRetry, retrying = false }: ErrorStateProps) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="mx-auto w-full max-w-160 py-8">
      <ProblemNotice
        problem={problem}
        title={title}
        heading="h2"
        action={
          onRetry && (
            <Button size="small" onClick={onRetry} loading={retrying}>
              <RotateCcw aria-hidden size={13} />
              {t("common.retry")}
            </Button>
          )
        }
      />
    </div>
  );
}

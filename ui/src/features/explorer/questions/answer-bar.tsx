import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import type { QuestionAnswer } from "@/ipc/bindings";

export interface AnswerBarProps {
  /** What saying yes does. */
  label: string;
  /** Says yes; nothing where the answer is not ready. */
  onAccept: () => void;
  onInsist?: (() => void) | undefined;
  disabled?: boolean;
  onAnswer: (answer: QuestionAnswer) => Promise<void>;
  /** Whether a question of this kind knows “neither” beside “no”. */
  closable?: boolean;
}

/** Yes, no, neither. */
export function AnswerBar({
  label,
  onAccept,
  onInsist,
  disabled = false,
  onAnswer,
  closable = false,
}: AnswerBarProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const refuse = (answer: QuestionAnswer) => {
    setBusy(true);
    onAnswer(answer).catch(() => setBusy(false));
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        variant="primary"
        data-testid="question-accept"
        disabled={disabled || busy}
        onClick={onAccept}
      >
        {label}
      </Button>
      <Button
        data-testid="question-decline"
        disabled={busy}
        onClick={() => refuse({ kind: "decline" })}
      >
        {t("explorer.questions.decline")}
      </Button>
      {closable && (
        <Button
          variant="quiet"
          data-testid="question-cancel"
          disabled={busy}
          title={t("explorer.questions.cancel_help")}
          onClick={() => refuse({ kind: "cancel" })}
        >
          {t("explorer.questions.cancel")}
        </Button>
      )}
      {onInsist && (
        <Button data-testid="question-send-anyway" disabled={busy} onClick={onInsist}>
          {t("explorer.run.send_anyway")}
        </Button>
      )}
    </div>
  );
}

import { MessageCircleQuestionMark } from "lucide-react";
import { useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { QuestionAnswer, ServerQuestion } from "@/ipc/bindings";
import { isObject } from "../schema/json";
import { ElicitationForm } from "./elicitation-form";
import { ElicitationUrl } from "./elicitation-url";
import { RootsForm } from "./roots-form";
import { SamplingForm } from "./sampling-form";

export interface QuestionsProps {
  questions: readonly ServerQuestion[];
  onAnswer: (question: string, answer: QuestionAnswer) => Promise<void>;
}

/** What every kind of question is given. */
export interface QuestionProps {
  /** As the server sent them. */
  params: Record<string, unknown>;
  onAnswer: (answer: QuestionAnswer) => Promise<void>;
}

/** What a server asks in the middle of a call: one at a time, the others wait. */
export function Questions({ questions, onAnswer }: QuestionsProps) {
  const { t } = useTranslation();
  const [first, ...others] = questions;
  return (
    <>
      <p role="status" className="sr-only">
        {first ? t(`explorer.questions.says_${first.kind}`) : ""}
      </p>
      {first && (
        <QuestionCard
          key={first.id}
          question={first}
          waiting={others.length}
          onAnswer={(answer) => onAnswer(first.id, answer)}
        />
      )}
    </>
  );
}

interface QuestionCardProps {
  question: ServerQuestion;
  waiting: number;
  onAnswer: (answer: QuestionAnswer) => Promise<void>;
}

function QuestionCard({ question, waiting, onAnswer }: QuestionCardProps) {
  const { t } = useTranslation();
  const card = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Who types elsewhere is not interrupted; who waits for the call is brought here.
    const { activeElement: active } = document;
    const waits =
      active === null || active === document.body || active.closest("[data-explorer-detail]");
    if (waits && !active?.matches("input, textarea, select")) heading.current?.focus();
    heading.current?.scrollIntoView({ block: "nearest" });
  }, []);
  useLayoutEffect(() => {
    const element = card.current;
    // Who answered goes on where the call was made; the focus would be nowhere otherwise.
    return () => {
      const detail = element?.closest("[data-explorer-detail]");
      if (!element?.contains(document.activeElement)) return;
      detail?.querySelector<HTMLElement>("[data-testid=explorer-run]")?.focus({
        preventScroll: true,
      });
    };
  }, []);
  const params: Record<string, unknown> = isObject(question.params) ? question.params : {};
  return (
    <section
      ref={card}
      data-question={question.id}
      data-testid="question-form"
      aria-labelledby="explorer-question"
      className="flex flex-col gap-4 rounded-card border border-progress bg-raised p-4"
    >
      <header className="flex items-start gap-2">
        <MessageCircleQuestionMark
          aria-hidden
          size={16}
          className="mt-0.5 shrink-0 text-progress"
        />
        <h3
          ref={heading}
          id="explorer-question"
          tabIndex={-1}
          className="min-w-0 font-semibold text-section outline-none"
        >
          {t(`explorer.questions.title_${question.kind}`)}
        </h3>
        {waiting > 0 && (
          <span className="mt-0.5 ml-auto shrink-0 text-muted text-small">
            {t("explorer.questions.more", { count: waiting })}
          </span>
        )}
      </header>
      <Kind kind={question.kind} params={params} onAnswer={onAnswer} />
    </section>
  );
}

function Kind({ kind, ...props }: QuestionProps & Pick<ServerQuestion, "kind">) {
  if (kind === "sampling") return <SamplingForm {...props} />;
  if (kind === "roots") return <RootsForm {...props} />;
  return props.params.mode === "url" ? (
    <ElicitationUrl {...props} />
  ) : (
    <ElicitationForm {...props} />
  );
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { Textarea } from "@/components/textarea";
import { AnswerBar } from "./answer-bar";
import type { QuestionProps } from "./questions";
import { readRoots } from "./read-roots";

/** A server asks in which folders it may work. */
export function RootsForm({ onAnswer }: QuestionProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const { roots, wrong } = readRoots(text);
  return (
    <>
      <Field
        label={t("explorer.questions.roots")}
        hint={t("explorer.questions.roots_hint")}
        error={wrong === null ? null : t("explorer.questions.roots_wrong", { line: wrong })}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            className="font-mono"
            data-testid="roots-text"
            placeholder="/home/ana/projects"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <AnswerBar
        label={
          roots.length > 0
            ? t("explorer.questions.give_roots", { count: roots.length })
            : t("explorer.questions.give_none")
        }
        disabled={wrong !== null}
        onAccept={() => {
          onAnswer({ kind: "accept", content: roots }).catch(() => {});
        }}
        onAnswer={onAnswer}
      />
    </>
  );
}

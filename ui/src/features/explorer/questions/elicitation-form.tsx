import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { PlainText } from "@/components/plain-text";
import { fieldTree } from "../schema/field-tree";
import { initialValue } from "../schema/initial";
import type { Json } from "../schema/json";
import { SchemaForm } from "../schema/schema-form";
import { useCheck } from "../schema/use-check";
import { useFocusWrong } from "../schema/use-focus-wrong";
import { validate } from "../schema/validator";
import { AnswerBar } from "./answer-bar";
import type { QuestionProps } from "./questions";

/** A server asks for a few values; the same form as for a tool's arguments. */
export function ElicitationForm({ params, onAnswer }: QuestionProps) {
  const { t } = useTranslation();
  const { message, requestedSchema: schema } = params;
  const [value, setValue] = useState<Json | undefined>(() => initialValue(fieldTree(schema)) ?? {});
  const [attempted, setAttempted] = useState(false);
  const [refusals, setRefusals] = useState(0);
  useFocusWrong(refusals, "[data-question]");
  const [checked, setChecked] = useCheck(schema, value);
  const issues = useMemo(() => (checked.kind === "checked" ? checked.issues : []), [checked]);
  const send = () => {
    // What fails is said by whoever sends it; the question stays.
    onAnswer({ kind: "accept", content: value ?? {} }).catch(() => {});
  };
  const accept = () => {
    void validate(schema, value ?? {}).then((found) => {
      setChecked(found);
      setAttempted(true);
      if (found.kind === "unchecked" || found.issues.length === 0) send();
      else setRefusals((before) => before + 1);
    });
  };
  return (
    <>
      {typeof message === "string" && <PlainText text={message} />}
      <SchemaForm
        schema={schema}
        value={value}
        onChange={setValue}
        issues={issues}
        attempted={attempted}
        prefix="question-"
      />
      <AnswerBar
        label={t("explorer.questions.send")}
        onAccept={accept}
        onInsist={attempted && issues.length > 0 ? send : undefined}
        onAnswer={onAnswer}
        closable
      />
    </>
  );
}

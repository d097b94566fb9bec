import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { PlainText } from "@/components/plain-text";
import { Textarea } from "@/components/textarea";
import { useLocale } from "@/i18n/use-locale";
import { formatCount } from "@/lib/format";
import { visible } from "@/lib/visible";
import { ContentBlock } from "../result/content-block";
import { isObject } from "../schema/json";
import { AnswerBar } from "./answer-bar";
import type { QuestionProps } from "./questions";

/** Who answers, as the server is told. */
const HUMAN = "human";

/** A server asks a model for a message; here a person writes it. */
export function SamplingForm({ params, onAnswer }: QuestionProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const [text, setText] = useState("");
  const [model, setModel] = useState(HUMAN);
  const messages = Array.isArray(params.messages) ? params.messages : [];
  const { systemPrompt, maxTokens } = params;
  return (
    <>
      {typeof systemPrompt === "string" && systemPrompt !== "" && (
        <div>
          <h4 className="text-muted text-small">{t("explorer.questions.system_prompt")}</h4>
          <PlainText text={systemPrompt} />
        </div>
      )}
      <ol
        className="flex max-h-96 flex-col gap-2 overflow-y-auto"
        aria-label={t("explorer.questions.messages")}
      >
        {messages.map((message, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a message is its place
          <li key={i} className="rounded-control border border-border bg-sunken px-3 py-2">
            <Message message={message} />
          </li>
        ))}
      </ol>
      <Wishes params={params} />
      <Field
        label={t("explorer.questions.your_answer")}
        note={
          typeof maxTokens === "number"
            ? t("explorer.questions.max_tokens", { tokens: formatCount(maxTokens, locale) })
            : undefined
        }
      >
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            data-testid="sampling-text"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Field label={t("explorer.questions.model")}>
        {(control) => (
          <Input
            {...control}
            data-testid="sampling-model"
            className="max-w-60"
            value={model}
            onChange={(event) => setModel(event.target.value)}
          />
        )}
      </Field>
      <AnswerBar
        label={t("explorer.questions.answer")}
        disabled={text === ""}
        onAccept={() => {
          const content = {
            role: "assistant",
            content: { type: "text", text },
            model: model.trim() || HUMAN,
            stopReason: "endTurn",
          };
          onAnswer({ kind: "accept", content }).catch(() => {});
        }}
        onAnswer={onAnswer}
      />
    </>
  );
}

function Message({ message }: { message: unknown }) {
  const { t } = useTranslation();
  const { role, content } = isObject(message) ? message : {};
  const blocks = Array.isArray(content) ? content : [content];
  return (
    <>
      <p className="mb-1 text-muted text-small">
        {role === "user" || role === "assistant" ? t(`explorer.roles.${role}`) : "—"}
      </p>
      <div className="flex flex-col gap-2">
        {blocks.map((block, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a block is its place
          <ContentBlock key={i} block={block} />
        ))}
      </div>
    </>
  );
}

/** What kind of model the server would like. */
function Wishes({ params }: { params: Record<string, unknown> }) {
  const { t } = useTranslation();
  const number = new Intl.NumberFormat(useLocale());
  const preferences = isObject(params.modelPreferences) ? params.modelPreferences : {};
  const hints = Array.isArray(preferences.hints) ? preferences.hints : [];
  const names = hints.flatMap((hint) =>
    isObject(hint) && typeof hint.name === "string" ? [hint.name] : [],
  );
  const wishes = (["costPriority", "speedPriority", "intelligencePriority"] as const).flatMap(
    (key) => {
      const weight = preferences[key];
      return typeof weight === "number"
        ? [`${t(`explorer.questions.${key}`)} ${number.format(weight)}`]
        : [];
    },
  );
  const { temperature } = params;
  if (typeof temperature === "number") {
    wishes.push(`${t("explorer.questions.temperature")} ${number.format(temperature)}`);
  }
  const said = [...names.map(visible), ...wishes];
  return (
    said.length > 0 && (
      <p className="text-muted text-small">
        {t("explorer.questions.wishes")} {said.join(" · ")}
      </p>
    )
  );
}

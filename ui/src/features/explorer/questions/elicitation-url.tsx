import { useTranslation } from "react-i18next";
import { CopyButton } from "@/components/copy-button";
import { PlainText } from "@/components/plain-text";
import { AnswerBar } from "./answer-bar";
import type { QuestionProps } from "./questions";
import { UrlParts } from "./url-parts";

/**
 * A server sends the person to a page. The console opens nothing by itself: it shows the exact
 * address, its host above all, and the person takes it from there.
 */
export function ElicitationUrl({ params, onAnswer }: QuestionProps) {
  const { t } = useTranslation();
  const { message, url } = params;
  const address = typeof url === "string" ? url : "";
  return (
    <>
      {typeof message === "string" && <PlainText text={message} />}
      <div className="flex items-start gap-2 rounded-control border border-border bg-sunken px-3 py-2">
        <UrlParts url={address} />
        <CopyButton text={address} label={t("explorer.questions.copy_url")} />
      </div>
      <p className="text-muted text-small">{t("explorer.questions.url_hint")}</p>
      <AnswerBar
        label={t("explorer.questions.agree_url")}
        onAccept={() => {
          onAnswer({ kind: "accept", content: null }).catch(() => {});
        }}
        onAnswer={onAnswer}
        closable
      />
    </>
  );
}

import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeView } from "@/components/code-view";
import { CopyButton } from "@/components/copy-button";
import { Segmented } from "@/components/segmented";
import { indentJson } from "./indent-json";

/** A text; JSON is set out, and can be seen as it was sent. */
export function TextBlock({ text }: { text: string }) {
  const { t } = useTranslation();
  const pretty = useMemo(() => indentJson(text), [text]);
  const [mode, setMode] = useState<"pretty" | "sent">("pretty");
  if (text === "") return <p className="text-muted">{t("explorer.result.empty_text")}</p>;
  const isJson = pretty !== null && pretty !== text;
  return (
    <div className="group relative">
      <div className="absolute top-1 right-1 z-10 flex items-center gap-1">
        {isJson && (
          <Segmented
            label={t("explorer.result.view")}
            value={mode}
            options={[
              { value: "pretty", label: t("explorer.result.pretty") },
              { value: "sent", label: t("explorer.result.as_sent") },
            ]}
            onChange={setMode}
          />
        )}
        <CopyButton text={text} />
      </div>
      <CodeView
        data-testid="result-text"
        label={t("explorer.result.text")}
        text={isJson && mode === "pretty" ? pretty : text}
      />
    </div>
  );
}

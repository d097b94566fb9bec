import { CircleCheck, TriangleAlert } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeView } from "@/components/code-view";
import { CopyButton } from "@/components/copy-button";
import { Segmented } from "@/components/segmented";
import { useLocale } from "@/i18n/use-locale";
import type { CallOutcome, CallRecord } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { formatBytes, formatLatency } from "@/lib/format";
import { isObject } from "../schema/json";
import { Pieces } from "./pieces";
import { SaveResult } from "./save-result";

export interface AnsweredProps {
  record: CallRecord;
  outcome: Extract<CallOutcome, { kind: "answered" }>;
  outputSchema: unknown;
}

/** What a server answered: readable, or the message as it came. */
export function Answered({ record, outcome, outputSchema }: AnsweredProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { result, is_error: isError, bytes, cut } = outcome;
  const [view, setView] = useState<"result" | "raw">("result");
  const Icon = isError ? TriangleAlert : CircleCheck;
  const size = formatBytes(bytes, locale);
  // Of an older call only its size may be left.
  const gone = cut && isObject(result) && Object.keys(result).length === 0;
  return (
    <div
      data-testid="explorer-result"
      data-outcome={isError ? "error" : "answered"}
      className="flex flex-col gap-3"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3
          className={cx(
            "flex items-center gap-1.5 font-semibold text-section",
            isError ? "text-warn" : "text-up",
          )}
        >
          <Icon aria-hidden size={15} />
          {t(isError ? "explorer.result.tool_failed" : "explorer.result.answered")}
        </h3>
        <span data-testid="explorer-timing" className="text-muted tabular-nums">
          {[record.duration_ms === null ? null : formatLatency(record.duration_ms, locale), size]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <Segmented
          className="ml-auto"
          label={t("explorer.result.view")}
          value={view}
          options={[
            { value: "result", label: t("explorer.result.title") },
            {
              value: "raw",
              label: <span data-testid="result-raw">{t("explorer.result.raw")}</span>,
            },
          ]}
          onChange={setView}
        />
      </header>
      {cut && <SaveResult call={record.id} size={size} />}
      {!gone && view === "result" && (
        <Pieces result={result} outputSchema={outputSchema} cut={cut} />
      )}
      {!gone && view === "raw" && <Raw result={result} />}
    </div>
  );
}

function Raw({ result }: { result: unknown }) {
  const { t } = useTranslation();
  const text = useMemo(() => JSON.stringify(result, null, 2) ?? "", [result]);
  return (
    <div className="relative">
      <div className="absolute top-1 right-1 z-10">
        <CopyButton text={text} />
      </div>
      <CodeView text={text} label={t("explorer.result.raw")} data-testid="result-raw-text" />
    </div>
  );
}

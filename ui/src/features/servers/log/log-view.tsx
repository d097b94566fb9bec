import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/error-state";
import { Skeleton } from "@/components/skeleton";
import { useToasts } from "@/components/toast-store";
import { copyText } from "@/lib/copy-text";
import type { LinesHandle } from "./fixed-lines";
import { LogLines } from "./log-lines";
import { firstAfter } from "./log-search";
import { LogToolbar } from "./log-toolbar";
import { useLog } from "./use-log";
import { useLogView } from "./use-log-view";

const SKELETONS = ["w-1/2", "w-3/4", "w-2/3", "w-5/6", "w-1/3", "w-3/5"];

/** The tail of a server's log. */
export function LogView({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const { buffer, state, retry } = useLog(id);
  const view = useLogView(buffer);
  const [wrap, setWrap] = useState(false);
  const handle = useRef<LinesHandle>(null);
  const show = useToasts((store) => store.show);

  const step = (by: 1 | -1) => {
    const found = view.step(by);
    if (!found) return;
    const index = firstAfter(found.lines, found.seq - 1);
    // The lines that are found in are drawn first, then scrolled.
    requestAnimationFrame(() => handle.current?.reveal(index));
  };

  const copy = async () => {
    const texts = Array.from({ length: view.lines.length }, (_, i) => view.lines.at(i)?.text ?? "");
    const copied = await copyText(`${texts.join("\n")}\n`);
    show({ title: copied ? t("log.copied", { count: texts.length }) : t("common.copy_failed") });
  };

  if (state.status === "failed" && state.problem) {
    return (
      <div className="px-5">
        <ErrorState title={t("log.failed")} problem={state.problem} onRetry={retry} />
      </div>
    );
  }
  return (
    <div data-testid="log-view" className="flex min-h-0 flex-1 flex-col">
      <LogToolbar
        view={view}
        wrap={wrap}
        dropped={state.dropped}
        onWrap={() => setWrap((before) => !before)}
        onCopy={() => void copy()}
        onStep={step}
      />
      {state.status === "loading" ? (
        <div
          role="status"
          aria-label={t("common.loading")}
          className="flex flex-col gap-2 px-5 py-3"
        >
          {SKELETONS.map((width) => (
            <Skeleton key={width} className={width} />
          ))}
        </div>
      ) : view.lines.length === 0 ? (
        <p className="px-5 py-8 text-center text-muted">{t("log.empty")}</p>
      ) : (
        <LogLines handle={handle} view={view} wrap={wrap} label={t("log.label", { name })} />
      )}
    </div>
  );
}

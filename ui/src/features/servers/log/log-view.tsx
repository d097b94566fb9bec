import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { ErrorState } from "@/components/error-state";
import { Skeleton } from "@/components/skeleton";
import { useToasts } from "@/components/toast-store";
import { copyText } from "@/lib/copy-text";
import { useShortcut } from "@/lib/shortcuts";
import type { LinesHandle } from "./fixed-lines";
import { useLogAddress } from "./log-address";
import { LogLines } from "./log-lines";
import type { LogReader } from "./log-reader";
import { LogSearchBox } from "./log-search-box";
import { LogToolbar } from "./log-toolbar";
import { isSelected, type LineRange, useLineSelection } from "./use-line-selection";
import { useLog } from "./use-log";
import { useLogExport } from "./use-log-export";
import { useReading } from "./use-reading";

const SKELETONS = ["w-1/2", "w-3/4", "w-2/3", "w-5/6", "w-1/3", "w-3/5"];

/** A server's log. */
export function LogView({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const { reader, state, reload } = useLog(id);
  const address = useLogAddress();
  const [wrap, setWrap] = useState(false);
  const handle = useRef<LinesHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const show = useToasts((store) => store.show);
  const { exporting, save } = useLogExport(id);
  const focusSearch = () => {
    search.current?.focus();
    search.current?.select();
  };
  useShortcut("focus_filter", focusSearch);
  useShortcut("find", focusSearch);

  const { query, onlyMatches, hiddenLevels, hiddenStreams } = address;
  useEffect(() => reader.setQuery(query), [reader, query]);
  useEffect(() => reader.setOnlyMatches(onlyMatches), [reader, onlyMatches]);
  useEffect(() => reader.hide(hiddenLevels, hiddenStreams), [reader, hiddenLevels, hiddenStreams]);

  const copy = async (range: LineRange | null) => {
    const texts = textsOf(reader, range);
    const copied = await copyText(`${texts.join("\n")}\n`);
    show({ title: copied ? t("log.copied", { count: texts.length }) : t("common.copy_failed") });
  };
  const selection = useLineSelection(reader, () => void copy(selection.range));

  const step = (by: 1 | -1) => {
    const index = reader.step(by);
    // The lines that it is in are drawn first, then scrolled.
    if (index !== null) requestAnimationFrame(() => handle.current?.reveal(index));
  };

  if (state.status === "failed" && state.problem) {
    return (
      <div className="px-6">
        <ErrorState title={t("log.failed")} problem={state.problem} onRetry={reload} />
      </div>
    );
  }
  return (
    <div ref={frame} data-testid="log-view" className="flex min-h-0 flex-1 flex-col">
      <LogToolbar
        reader={reader}
        address={address}
        wrap={wrap}
        dropped={state.dropped}
        selected={selection.range !== null}
        exporting={exporting}
        onWrap={() => setWrap((before) => !before)}
        onCopy={() => void copy(selection.range)}
        onExport={save}
      >
        <LogSearchBox
          reader={reader}
          address={address}
          inputRef={search}
          onStep={step}
          onLeave={() => frame.current?.querySelector<HTMLElement>("[role=log]")?.focus()}
        />
      </LogToolbar>
      <div className="flex min-h-0 flex-1 flex-col border-border border-t">
        {state.status === "loading" ? (
          <div
            role="status"
            aria-label={t("common.loading")}
            className="flex flex-col gap-2 px-6 py-3"
          >
            {SKELETONS.map((width) => (
              <Skeleton key={width} className={width} />
            ))}
          </div>
        ) : (
          <LinesOrNothing reader={reader} onReload={reload} onShowAll={address.showAll}>
            <LogLines
              handle={handle}
              reader={reader}
              selection={selection}
              wrap={wrap}
              label={t("log.label", { name })}
            />
          </LinesOrNothing>
        )}
      </div>
    </div>
  );
}

interface LinesOrNothingProps {
  reader: LogReader;
  onReload: () => void;
  onShowAll: () => void;
  children: ReactNode;
}

/** The lines, or why there are none and how to get some. */
function LinesOrNothing({ reader, onReload, onShowAll, children }: LinesOrNothingProps) {
  const { t } = useTranslation();
  const empty = useReading(reader, (one) => one.lines.length === 0);
  const nothing = useReading(reader, (one) => one.buffer.lastSeq === 0);
  const cleared = useReading(reader, (one) => one.buffer.length === 0);
  const byMatches = useReading(reader, (one) => one.onlyMatches && one.query !== "");
  if (!empty) return children;
  const message = nothing ? "log.empty" : cleared ? "log.cleared" : "log.all_hidden";
  return (
    <div className="flex flex-1 flex-col items-center gap-3 bg-sunken px-6 py-8 text-center text-muted">
      <p>{t(!cleared && byMatches ? "log.matches_none" : message)}</p>
      {!nothing && cleared && (
        <Button size="small" onClick={onReload}>
          {t("log.bring_back")}
        </Button>
      )}
      {!cleared && !byMatches && (
        <Button size="small" onClick={onShowAll}>
          {t("log.show_all")}
        </Button>
      )}
    </div>
  );
}

/** The texts of the lines that are shown; of those that are chosen, where some are. */
function textsOf(reader: LogReader, range: LineRange | null): string[] {
  const { lines } = reader;
  const texts: string[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines.at(i);
    if (!line || line.skipped > 0) continue;
    if (range === null || isSelected(range, line.seq)) texts.push(line.text);
  }
  return texts;
}

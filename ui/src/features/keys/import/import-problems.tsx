import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "@/components/copy-button";
import type { Problem } from "@/ipc/bindings";
import { visible } from "@/lib/visible";
import { commandIn } from "./model";

/** What could not be read or was left out, each with what to do about it. */
export function ImportProblems({ problems }: { problems: readonly Problem[] }) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <section aria-labelledby="key-import-problems" className="flex flex-col gap-1.5">
      <h3 id="key-import-problems" className="font-medium">
        {t("key_import.problems")}
      </h3>
      <ProblemLines
        problems={problems.map((problem) => ({ problem }))}
        testId="key-import-problem-list"
      />
    </section>
  );
}

export interface ProblemLinesProps {
  /** What each is about stands before it. */
  problems: readonly { problem: Problem; names?: readonly string[] }[];
  testId: string;
}

/** Problems, one below the other. */
export function ProblemLines({ problems, testId }: ProblemLinesProps) {
  return (
    <ul
      data-testid={testId}
      className="divide-y divide-border rounded-card border border-border bg-raised"
    >
      {problems.map(({ problem, names = [] }, i) => {
        const command = commandIn(problem.details);
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be wrong in the same way
            key={i}
            className="flex gap-2.5 px-3 py-2"
          >
            <TriangleAlert aria-hidden size={14} className="mt-0.5 shrink-0 text-warn" />
            <div className="min-w-0 flex-1">
              {names.length > 0 && (
                <p className="break-all font-mono text-small">{visible(names.join(", "))}</p>
              )}
              <p className="break-words">{visible(problem.message)}</p>
              {problem.hint && (
                <p className="break-words text-muted text-small">{visible(problem.hint)}</p>
              )}
              {command && (
                <div className="mt-1.5">
                  <Command text={command} />
                </div>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** A command line, to be copied. */
export function Command({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-2 rounded-control border border-border bg-sunken py-1 pr-1 pl-3">
      <code className="min-w-0 flex-1 select-text break-all font-mono text-small">
        {visible(text)}
      </code>
      <CopyButton text={text} label={t("key_import.copy_command")} />
    </div>
  );
}

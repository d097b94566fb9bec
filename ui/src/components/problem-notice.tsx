import { CircleX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "@/ipc/bindings";
import { cx } from "@/lib/cx";

export interface ProblemNoticeProps {
  problem: Problem;
  /** Says what failed; the kind of problem where this is not given. */
  title?: string;
  /** A problem that passes, rather than one that needs someone. */
  passing?: boolean;
  action?: ReactNode;
  /** The level of its title: `h2` where it stands for a whole page. */
  heading?: "h2" | "h3";
}

/** What happened, why, what to do about it, and what the server said last. */
export function ProblemNotice({
  problem,
  title,
  passing = false,
  action,
  heading: Heading = "h3",
}: ProblemNoticeProps) {
  const { t } = useTranslation();
  const Icon = passing ? TriangleAlert : CircleX;
  const tail = problem.stderr_tail ?? [];
  return (
    <section className={cx("rounded-card p-4", passing ? "bg-warn-tint" : "bg-danger-tint")}>
      <div className="flex items-start gap-2.5">
        <Icon
          aria-hidden
          size={16}
          className={cx("mt-0.5 shrink-0", passing ? "text-warn" : "text-danger")}
        />
        <div className="min-w-0 flex-1">
          <Heading className="font-semibold">{title ?? t(`errors.${problem.code}`)}</Heading>
          <p className="mt-0.5 break-words">{problem.message}</p>
          {problem.hint && <p className="mt-1 break-words text-muted">{problem.hint}</p>}
          <div className="mt-2 flex flex-wrap items-center gap-2">
            {action}
            <code
              title={t("problem.code")}
              className="ml-auto select-text font-mono text-muted text-small"
            >
              {problem.code}
            </code>
          </div>
        </div>
      </div>
      {tail.length > 0 && (
        <div className="mt-3">
          <h4 className="mb-1 text-muted text-small">{t("problem.last_output")}</h4>
          <pre className="max-h-56 select-text overflow-auto whitespace-pre-wrap break-words rounded-control border border-border bg-raised px-3 py-2 font-mono text-small">
            {tail.join("\n")}
          </pre>
        </div>
      )}
    </section>
  );
}

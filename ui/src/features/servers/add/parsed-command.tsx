import { CircleCheck, CircleDashed, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { visible } from "@/lib/visible";
import type { CommandLine } from "./command-line";
import { StrayReferences } from "./stray-references";

export interface ParsedCommandProps {
  line: CommandLine;
  /** Where the program was found. */
  resolved: string | null;
  /** What would keep it from starting. */
  cautions: readonly string[];
}

/** A command as it will run, word by word: nothing shortened, nothing hidden. */
export function ParsedCommand({ line, resolved, cautions }: ParsedCommandProps) {
  const { t } = useTranslation();
  if (line.command === "") return null;
  const words = [line.command, ...line.args];
  return (
    <div
      data-testid="parsed-command-box"
      className="mt-1 rounded-control border border-border bg-sunken px-2.5 py-2"
    >
      <p className="mb-1.5 text-muted text-small">{t("add.runs_as")}</p>
      <ol className="flex select-text flex-wrap gap-1" data-testid="parsed-command">
        {words.map((word, i) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place in the line
            key={i}
            title={i === 0 ? t("add.program") : t("add.argument", { number: i })}
            className="min-w-0 whitespace-pre-wrap break-all rounded-control border border-border bg-raised px-1.5 font-mono text-small"
          >
            {word === "" ? (
              <i className="text-muted">{t("add.empty_argument")}</i>
            ) : i === 0 ? (
              <b className="font-semibold">{visible(word)}</b>
            ) : (
              visible(word)
            )}
          </li>
        ))}
      </ol>
      <Remarks line={line} resolved={resolved} cautions={cautions} />
      <div className="mt-1 text-small empty:hidden">
        <StrayReferences texts={words} />
      </div>
    </div>
  );
}

function Remarks({ line, resolved, cautions }: ParsedCommandProps) {
  const { t } = useTranslation();
  const variables = line.assignments.map(({ name }) => t("add.sets_variable", { name }));
  const warnings = line.remarks.map(({ kind, text }) =>
    kind === "home"
      ? t("add.home_not_expanded", { text, instead: text.replace("~", HOME) })
      : t("add.without_shell", { text }),
  );
  return (
    <ul className="mt-2 flex flex-col gap-1 text-small">
      {/* One line from the start, so that nothing below moves when the answer comes. */}
      {resolved !== null ? (
        <Remark
          icon={CircleCheck}
          text={t("add.resolved", { path: visible(resolved) })}
          className="text-muted"
        />
      ) : (
        cautions.length === 0 && (
          <Remark
            icon={CircleDashed}
            text={t("add.resolving", { command: visible(line.command) })}
            className="text-muted"
          />
        )
      )}
      {cautions.map((text) => (
        <Remark key={text} icon={TriangleAlert} text={text} className="text-warn" />
      ))}
      {variables.map((text) => (
        <Remark key={text} icon={Info} text={text} className="text-muted" />
      ))}
      {warnings.map((text) => (
        <Remark key={text} icon={TriangleAlert} text={text} className="text-warn" />
      ))}
    </ul>
  );
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: the braces belong to the reference
const HOME = "${HOME}";

interface RemarkProps {
  icon: LucideIcon;
  text: string;
  className: string;
}

function Remark({ icon: Icon, text, className }: RemarkProps) {
  return (
    <li className={cx("flex gap-1.5", className)}>
      <Icon aria-hidden size={13} className="mt-0.5 shrink-0" />
      <span className="min-w-0 break-words">{text}</span>
    </li>
  );
}

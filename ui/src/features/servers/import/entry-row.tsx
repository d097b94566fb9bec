import { CircleX, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/checkbox";
import type { ImportEntry } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { visible } from "@/lib/visible";
import { canBeAdded } from "./model";

export interface EntryRowProps {
  entry: ImportEntry;
  checked: boolean;
  onTick: (checked: boolean) => void;
}

/** One entry: all of its command, nothing shortened. */
export function EntryRow({ entry, checked, onTick }: EntryRowProps) {
  const { t } = useTranslation();
  const id = useId();
  const { verdict, problem, target, variables, warnings } = entry;
  const name = visible(entry.name);
  return (
    <li
      data-testid={`import-entry-${entry.field}`}
      className="flex gap-3 border-border border-t px-3 py-2.5"
    >
      <Checkbox
        id={id}
        label={t("import.tick", { name })}
        checked={checked}
        disabled={!canBeAdded(entry)}
        onChange={onTick}
        className="mt-0.5 disabled:opacity-40"
      />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
          <label htmlFor={id} className="min-w-0 break-words font-medium">
            {name}
          </label>
          <Verdict entry={entry} />
        </div>
        {target !== "" && (
          <code className="mt-1 block select-text whitespace-pre-wrap break-all font-mono text-muted text-small">
            {visible(target)}
          </code>
        )}
        <ul className="mt-1 flex flex-col gap-1 text-small empty:hidden">
          {variables.length > 0 && (
            <Line icon={Info} className="text-muted">
              {t("import.variables", { names: variables.map(visible).join(", ") })}
            </Line>
          )}
          {(canBeAdded(entry) ? warnings : []).map(({ kind, words }) => (
            <Line key={`${kind} ${words}`} icon={TriangleAlert} className="text-warn">
              {t(`approve.warnings.${kind}.title`)}{" "}
              <code className="break-all font-mono">{visible(words)}</code>
            </Line>
          ))}
          {problem && verdict === "invalid" && (
            <Line icon={CircleX} className="text-danger">
              {[problem.message, problem.hint].filter(Boolean).join(" ")}
            </Line>
          )}
          {problem && canBeAdded(entry) && (
            <Line icon={TriangleAlert} className="text-warn">
              {visible(problem.message)}
            </Line>
          )}
        </ul>
      </div>
    </li>
  );
}

const LOOKS = {
  new: "bg-progress-tint text-progress",
  present: "bg-stopped-tint text-stopped",
  name_taken: "bg-warn-tint text-warn",
  invalid: "bg-danger-tint text-danger",
} as const;

/** What would happen to the entry, in a word. */
function Verdict({ entry: { verdict, id, problem } }: { entry: ImportEntry }) {
  const { t } = useTranslation();
  // The second of two that are the same in one text.
  const twice = verdict === "present" && problem?.code === "duplicate_name";
  return (
    <span
      title={twice ? problem.message : undefined}
      className={cx("break-all rounded-control px-1.5 py-px text-small", LOOKS[verdict])}
    >
      {t(`import.verdicts.${verdict}`, { id: id ?? "" })}
    </span>
  );
}

interface LineProps {
  icon: LucideIcon;
  className: string;
  children: ReactNode;
}

function Line({ icon: Icon, className, children }: LineProps) {
  return (
    <li className={cx("flex gap-1.5", className)}>
      <Icon aria-hidden size={13} className="mt-0.5 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </li>
  );
}

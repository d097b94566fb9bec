import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { visible } from "@/lib/visible";

/** Members of one object or array that are shown before one asks for more. */
const PAGE = 100;
/** Characters of a text that are shown before one asks for the whole. */
const MAX_TEXT = 300;
/** Members that open by themselves. */
const OPEN_MEMBERS = 30;

export interface JsonTreeProps {
  value: unknown;
  /** Its accessible name. */
  label: string;
  /** Levels that are open at first. */
  open?: number;
  "data-testid"?: string;
}

/** JSON as a tree whose branches open and close. */
export function JsonTree({ value, label, open = 2, "data-testid": testId }: JsonTreeProps) {
  return (
    <figure
      aria-label={label}
      data-testid={testId}
      className="select-text overflow-x-auto rounded-control border border-border bg-sunken px-3 py-2 font-mono text-small"
    >
      <Node value={value} name={null} open={open} />
    </figure>
  );
}

interface NodeProps {
  name: string | null;
  value: unknown;
  open: number;
}

function Node({ name, value, open }: NodeProps) {
  if (typeof value === "object" && value !== null) {
    return <Branch name={name} value={value} open={open} />;
  }
  return (
    <div className="flex items-start gap-1 pl-4">
      <Name name={name} />
      <Leaf value={value} />
    </div>
  );
}

function Name({ name }: { name: string | null }) {
  if (name === null) return null;
  return <span className="shrink-0 text-accent-text">{`${visible(name)}:`}</span>;
}

function Branch({ name, value, open }: NodeProps & { value: object }) {
  const { t } = useTranslation();
  const members = Object.entries(value);
  const isArray = Array.isArray(value);
  const [isOpen, setOpen] = useState(open > 0 && members.length <= OPEN_MEMBERS);
  const [shown, setShown] = useState(PAGE);
  const left = members.length - shown;
  const brackets = isArray ? `[${members.length}]` : `{${members.length}}`;
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        disabled={members.length === 0}
        className="flex items-start gap-1 rounded-control hover:bg-hover disabled:pl-4"
      >
        {members.length > 0 && (
          <ChevronRight aria-hidden size={12} className={cx("mt-0.5", isOpen && "rotate-90")} />
        )}
        <Name name={name} />
        <span className="text-muted">{brackets}</span>
      </button>
      {isOpen && (
        <div className="ml-1.5 border-border border-l pl-2">
          {members.slice(0, shown).map(([key, member]) => (
            <Node key={key} name={key} value={member} open={open - 1} />
          ))}
          {left > 0 && (
            <button
              type="button"
              onClick={() => setShown(shown + PAGE)}
              className="rounded-control pl-4 text-accent-text hover:underline"
            >
              {t("explorer.result.more_members", { count: left })}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Leaf({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  if (typeof value !== "string") {
    return <span className="text-progress">{String(value)}</span>;
  }
  const cut = !whole && value.length > MAX_TEXT;
  return (
    <span className="min-w-0 break-words [overflow-wrap:anywhere]">
      <bdi>{`"${visible(cut ? value.slice(0, MAX_TEXT) : value)}${cut ? "…" : '"'}`}</bdi>
      {cut && (
        <button
          type="button"
          onClick={() => setWhole(true)}
          className="ml-1 rounded-control text-accent-text hover:underline"
        >
          {t("explorer.result.whole_text")}
        </button>
      )}
    </span>
  );
}

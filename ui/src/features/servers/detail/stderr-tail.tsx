import { ChevronsDownUp, ChevronsUpDown } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "@/components/copy-button";
import { IconButton } from "@/components/icon-button";
import { cx } from "@/lib/cx";
import { plainText } from "../log/plain-text";

/** Lines shown before one asks for more. */
const FIRST_SHOWN = 6;

/** What a server said last: its end at first, all of it on demand. */
export function StderrTail({ lines }: { lines: readonly string[] }) {
  const { t } = useTranslation();
  const id = useId();
  const [open, setOpen] = useState(false);
  const texts = lines.map(plainText);
  const shown = open ? texts : texts.slice(-FIRST_SHOWN);
  const more = texts.length - FIRST_SHOWN;
  return (
    <div className="mt-3">
      <div className="mb-1 flex items-center gap-1">
        <h3 className="text-muted text-small">{t("problem.last_output")}</h3>
        <span className="flex-1" />
        {more > 0 && (
          <IconButton
            icon={open ? ChevronsDownUp : ChevronsUpDown}
            size="small"
            label={open ? t("detail.tail_less") : t("detail.tail_more", { count: more })}
            aria-expanded={open}
            aria-controls={id}
            data-testid="tail-expand"
            onClick={() => setOpen((before) => !before)}
          />
        )}
        <CopyButton text={`${texts.join("\n")}\n`} label={t("detail.copy_output")} />
      </div>
      <pre
        id={id}
        data-testid="stderr-tail"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        className={cx(
          "select-text overflow-auto whitespace-pre-wrap break-words rounded-control border border-border bg-sunken px-3 py-2 font-mono text-small",
          open ? "max-h-96" : "max-h-40",
        )}
      >
        {shown.join("\n")}
      </pre>
    </div>
  );
}

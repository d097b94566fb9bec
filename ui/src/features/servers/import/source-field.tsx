import { FileText, X } from "lucide-react";
import { type ClipboardEvent, type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { IconButton } from "@/components/icon-button";
import { Textarea } from "@/components/textarea";
import { cx } from "@/lib/cx";
import { visible } from "@/lib/visible";
import { EXAMPLE } from "./example";
import { type Chosen, MAX_TYPED } from "./model";
import type { Take } from "./use-take";

export interface SourceFieldProps {
  chosen: Chosen;
  take: Take;
  onClear: () => void;
}

/** Where a text is pasted, typed or dropped. What is too long to show is named instead. */
export function SourceField({ chosen, take, onClear }: SourceFieldProps) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) void take.file(file);
    else take.text(event.dataTransfer.getData("text/plain"), t("import.dropped"));
  };

  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (text.length <= MAX_TYPED) return;
    // The field would draw every line of it.
    event.preventDefault();
    take.text(text, t("import.pasted"));
  };

  if (chosen.kind !== "typed") return <Named chosen={chosen} onClear={onClear} />;
  return (
    <Field
      label={t("import.text")}
      error={take.refused}
      hint={chosen.text === "" && t("import.hint")}
    >
      {(control) => (
        <Textarea
          {...control}
          autoFocus
          wrap="off"
          data-testid="import-text"
          placeholder={EXAMPLE}
          value={chosen.text}
          onChange={(event) => take.text(event.target.value, t("import.pasted"))}
          onPaste={paste}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
          className={cx(
            "max-h-36! min-h-36 overflow-auto font-mono text-small",
            over && "outline-2 outline-focus outline-offset-2",
          )}
        />
      )}
    </Field>
  );
}

/** What was chosen and is not shown as text. */
function Named({
  chosen,
  onClear,
}: {
  chosen: Exclude<Chosen, { kind: "typed" }>;
  onClear: () => void;
}) {
  const { t } = useTranslation();
  const path = chosen.kind === "found" && chosen.source.kind === "file" && chosen.source.path;
  return (
    <div
      // What was chosen takes the place of what was focused.
      ref={focus}
      tabIndex={-1}
      className="flex items-center gap-2.5 rounded-card border border-border bg-sunken py-2 pr-2 pl-3 outline-none"
    >
      <FileText aria-hidden size={15} className="shrink-0 text-muted" />
      <div className="min-w-0 flex-1" data-testid="import-chosen">
        <p className="break-words font-medium">{visible(chosen.name)}</p>
        {path && (
          <p className="select-text break-all font-mono text-muted text-small">{visible(path)}</p>
        )}
      </div>
      <IconButton
        icon={X}
        size="small"
        label={t("import.choose_another")}
        data-testid="import-clear"
        onClick={onClear}
      />
    </div>
  );
}

function focus(node: HTMLElement | null): void {
  node?.focus();
}

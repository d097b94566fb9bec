import { FileText, FolderOpen, X } from "lucide-react";
import { type ClipboardEvent, type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { IconButton } from "@/components/icon-button";
import { Textarea } from "@/components/textarea";
import { cx } from "@/lib/cx";
import { visible } from "@/lib/visible";
import { EXAMPLE } from "./example";
import { type Chosen, MAX_FILE_BYTES, MAX_TYPED } from "./model";

export interface SourceFieldProps {
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  onClear: () => void;
}

/** Where a text is pasted, typed or dropped. What is too long to show is named instead. */
export function SourceField({ chosen, onChoose, onClear }: SourceFieldProps) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);

  const take = (text: string, name: string) => {
    setRefused(null);
    onChoose(text.length > MAX_TYPED ? { kind: "text", name, text } : { kind: "typed", text });
  };

  const takeFile = async (file: File) => {
    if (file.size > MAX_FILE_BYTES) {
      setRefused(t("import.too_large", { name: file.name, max: MAX_FILE_BYTES / 1024 / 1024 }));
      return;
    }
    try {
      take(await textOf(file), file.name);
    } catch {
      setRefused(t("import.file_unreadable", { name: file.name }));
    }
  };

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) void takeFile(file);
    else take(event.dataTransfer.getData("text/plain"), t("import.dropped"));
  };

  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (text.length <= MAX_TYPED) return;
    // The field would draw every line of it.
    event.preventDefault();
    take(text, t("import.pasted"));
  };

  if (chosen.kind !== "typed") {
    const detail = chosen.kind === "found" && chosen.source.kind === "file" && chosen.source.path;
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
          {detail && (
            <p className="select-text break-all font-mono text-muted text-small">
              {visible(detail)}
            </p>
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
  return (
    <Field label={t("import.text")} error={refused} hint={t("import.hint")}>
      {(control) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the field itself takes the keyboard
        <div
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          className={cx(
            "flex flex-col rounded-control",
            over && "outline-2 outline-focus outline-offset-2",
          )}
        >
          <Textarea
            {...control}
            autoFocus
            rows={6}
            wrap="off"
            data-testid="import-text"
            placeholder={EXAMPLE}
            value={chosen.text}
            onChange={(event) => take(event.target.value, t("import.pasted"))}
            onPaste={paste}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
            className="min-h-36 overflow-auto font-mono text-small"
          />
          <div className="mt-2 flex">
            <Button size="small" data-testid="import-open" onClick={() => picker.current?.click()}>
              <FolderOpen aria-hidden size={13} />
              {t("import.open_file")}
            </Button>
            <input
              ref={picker}
              type="file"
              hidden
              data-testid="import-file"
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                event.target.value = "";
                if (file) void takeFile(file);
              }}
            />
          </div>
        </div>
      )}
    </Field>
  );
}

function focus(node: HTMLElement | null): void {
  node?.focus();
}

function textOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsText(file);
  });
}

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Input } from "@/components/input";
import { Popover } from "@/components/popover";
import { visible } from "@/lib/visible";

/** Characters of a label. */
const MAX_CHARS = 32;
/** Labels offered at once. */
const MAX_OFFERED = 12;

export interface TagPickerProps {
  /** Labels that are in use. */
  tags: readonly string[];
  trigger: ReactNode;
  onPick: (tag: string) => void;
}

/** A label to give: one that is in use, or a new one. */
export function TagPicker({ tags, trigger, onPick }: TagPickerProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const typed = text.trim();
  const offered = tags
    .filter((tag) => tag.toLowerCase().includes(typed.toLowerCase()))
    .slice(0, MAX_OFFERED);
  const pick = (tag: string) => {
    setOpen(false);
    setText("");
    onPick(tag);
  };
  return (
    <Popover open={open} onOpenChange={setOpen} trigger={trigger} label={t("servers.bulk.add_tag")}>
      <form
        className="flex flex-col gap-2 p-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed !== "") pick(typed);
        }}
      >
        <div className="flex gap-2">
          <Input
            autoFocus
            aria-label={t("servers.bulk.tag")}
            placeholder={t("servers.bulk.tag")}
            value={text}
            maxLength={MAX_CHARS}
            data-testid="bulk-tag-input"
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="submit" disabled={typed === ""} data-testid="bulk-tag-add">
            {t("servers.bulk.add")}
          </Button>
        </div>
        {offered.length > 0 && (
          <div className="flex flex-wrap gap-1">
            {offered.map((tag) => (
              <button
                key={tag}
                type="button"
                onClick={() => pick(tag)}
                className="h-6 max-w-full truncate rounded-full border border-border bg-raised px-2.5 text-muted text-small hover:bg-hover hover:text-text"
              >
                {visible(tag)}
              </button>
            ))}
          </div>
        )}
      </form>
    </Popover>
  );
}

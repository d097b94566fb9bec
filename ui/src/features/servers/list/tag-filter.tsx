import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { visible } from "@/lib/visible";
import { type Row, tagsOf } from "../model";

export interface TagFilterProps {
  rows: readonly Row[];
  chosen: readonly string[];
  onChange: (tags: readonly string[]) => void;
}

/** The labels in use; a press shows only what has it, and what has all that are pressed. */
export function TagFilter({ rows, chosen, onChange }: TagFilterProps) {
  const { t } = useTranslation();
  const known = tagsOf(rows);
  // One of the address that no server has any more can still be taken away.
  const gone = chosen.filter((tag) => !known.some((one) => one.tag === tag));
  const tags = [...known.map(({ tag }) => tag), ...gone];
  if (tags.length === 0) return null;
  return (
    <fieldset aria-label={t("servers.tags.filter")} className="min-w-0">
      <div className="flex items-center gap-1 overflow-x-auto py-0.5">
        {tags.map((tag) => {
          const pressed = chosen.includes(tag);
          return (
            <button
              key={tag}
              type="button"
              aria-pressed={pressed}
              data-testid={`tag-${tag}`}
              onClick={() =>
                onChange(pressed ? chosen.filter((one) => one !== tag) : [...chosen, tag])
              }
              className={cx(
                "h-6 max-w-40 shrink-0 truncate rounded-full border px-2.5 text-small",
                pressed
                  ? "border-accent bg-selected font-medium text-accent-text"
                  : "border-border bg-raised text-muted hover:bg-hover hover:text-text",
              )}
            >
              {visible(tag)}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}

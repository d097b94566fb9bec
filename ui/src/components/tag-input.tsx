import { X } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { CONTROL } from "./input";
import { Tag } from "./tag";

export interface TagInputProps {
  id?: string;
  tags: readonly string[];
  onChange: (tags: readonly string[]) => void;
  placeholder?: string;
  /** Labels that are in use already. */
  suggestions?: readonly string[];
  "aria-invalid"?: true | undefined;
  "aria-describedby"?: string | undefined;
  "data-testid"?: string;
}

/** Labels, typed one after the other: Enter or a comma ends one, Backspace takes the last away. */
export function TagInput({
  tags,
  onChange,
  placeholder,
  suggestions = [],
  "aria-invalid": invalid,
  ...rest
}: TagInputProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const inputRef = useRef<HTMLInputElement>(null);
  const listId = `${rest.id ?? "tags"}-suggestions`;

  const add = (typed: string) => {
    const added = typed
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean);
    setText("");
    if (added.length > 0) onChange([...new Set([...tags, ...added])]);
  };
  const remove = (tag: string) => {
    onChange(tags.filter((one) => one !== tag));
    inputRef.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const last = tags.at(-1);
    if (event.key === "Enter" && text.trim() !== "") {
      event.preventDefault();
      add(text);
    } else if (event.key === "Backspace" && text === "" && last !== undefined) {
      event.preventDefault();
      onChange(tags.slice(0, -1));
    }
  };

  return (
    <div
      className={cx(
        CONTROL,
        "flex min-h-8 flex-wrap items-center gap-1 py-1 focus-within:border-focus focus-within:outline-1",
      )}
      data-invalid={invalid}
    >
      {tags.map((tag) => (
        <Tag key={tag}>
          <span className="truncate">{tag}</span>
          <button
            type="button"
            aria-label={t("add.remove_tag", { tag })}
            onClick={() => remove(tag)}
            className="-mr-0.5 rounded-full text-muted hover:text-text"
          >
            <X aria-hidden size={12} />
          </button>
        </Tag>
      ))}
      <input
        ref={inputRef}
        type="text"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        list={suggestions.length > 0 ? listId : undefined}
        placeholder={tags.length === 0 ? placeholder : undefined}
        value={text}
        aria-invalid={invalid}
        onChange={(event) => {
          const typed = event.target.value;
          if (typed.includes(",")) add(typed);
          else setText(typed);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => add(text)}
        className="h-5.5 min-w-12 flex-1 bg-transparent outline-none placeholder:text-muted"
        {...rest}
      />
      {suggestions.length > 0 && (
        <datalist id={listId}>
          {suggestions
            .filter((tag) => !tags.includes(tag))
            .map((tag) => (
              <option key={tag} value={tag} />
            ))}
        </datalist>
      )}
    </div>
  );
}

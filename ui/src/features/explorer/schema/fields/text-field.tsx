import { useTranslation } from "react-i18next";
import { Input } from "@/components/input";
import { Textarea } from "@/components/textarea";
import { brief } from "../json";
import { Frame } from "./frame";
import type { KindProps } from "./shared";
import { SmallAction } from "./small-action";

/** What an empty field looks like when it is filled. */
const EXAMPLES = {
  date: "2026-12-31",
  "date-time": "2026-12-31T23:59:00Z",
  time: "23:59:00Z",
  email: "name@example.com",
  uri: "https://example.com",
  plain: undefined,
} as const;

const KEYBOARDS = { email: "email", uri: "url" } as const;

/** A text. Nothing typed is no text: it is left out, until an empty one is asked for. */
export function TextField(props: KindProps<"text">) {
  const { field, name, required, value, onChange, actions } = props;
  const { t } = useTranslation();
  const { format, multiline, example } = field;
  const text = typeof value === "string" ? value : value == null ? "" : JSON.stringify(value);
  const now = nowAs(format);
  const line = (
    <>
      {now && (
        <SmallAction onClick={() => onChange(now)}>
          {t(format === "date" ? "explorer.form.today" : "explorer.form.now")}
        </SmallAction>
      )}
      {value === undefined && format === "plain" && (
        <SmallAction
          aria-label={t("explorer.form.empty_text_of", { name: field.title ?? name })}
          className="opacity-0 focus-visible:opacity-100 group-focus-within/field:opacity-100 group-hover/field:opacity-100"
          onClick={() => onChange("")}
        >
          {t("explorer.form.empty_text")}
        </SmallAction>
      )}
      {actions}
    </>
  );
  const placeholder =
    value === "" && format === "plain"
      ? t("explorer.form.empty")
      : example !== undefined
        ? brief(example)
        : EXAMPLES[format];
  return (
    <Frame of={props} actions={line}>
      {({ "aria-labelledby": _label, ...control }) =>
        multiline || text.includes("\n") ? (
          <Textarea
            {...control}
            rows={3}
            required={required}
            value={text}
            placeholder={placeholder}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <Input
            {...control}
            required={required}
            value={text}
            placeholder={placeholder}
            inputMode={format === "email" || format === "uri" ? KEYBOARDS[format] : "text"}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Frame>
  );
}

/** The present moment in a format that has one. */
function nowAs(format: string): string | null {
  const now = new Date().toISOString();
  if (format === "date") return now.slice(0, 10);
  return format === "date-time" ? now : null;
}

import { type ComponentProps, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldError } from "@/components/field";
import { Textarea } from "@/components/textarea";
import { faultText } from "./issue-text";
import { type Json, printed } from "./json";
import { parseJson } from "./parse-json";

export interface JsonEditorProps
  extends Omit<ComponentProps<"textarea">, "value" | "onChange" | "ref"> {
  value: Json | undefined;
  /** The value of the text; `undefined` where there is none. */
  onChange: (next: Json | undefined) => void;
  /** Whether the text is JSON now. */
  onValid?: (valid: boolean) => void;
}

/** JSON as text. What is no JSON stays in the field and is said to be none; nothing is sent of it. */
export function JsonEditor({ value, onChange, onValid, ...rest }: JsonEditorProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => printed(value));
  const [written, setWritten] = useState(value);
  const tell = useRef(onValid);
  tell.current = onValid;
  // The value was changed elsewhere.
  if (written !== value) {
    setWritten(value);
    setText(printed(value));
  }
  const parsed = parseJson(text);
  const empty = text.trim() === "";
  const valid = parsed.ok || empty;
  useEffect(() => tell.current?.(valid), [valid]);
  return (
    <div className="flex flex-col gap-1">
      <Textarea
        {...rest}
        value={text}
        aria-invalid={valid ? rest["aria-invalid"] : true}
        className="font-mono"
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          const read = parseJson(next);
          if (!read.ok && next.trim() !== "") return;
          const changed = read.ok ? read.value : undefined;
          setWritten(changed);
          onChange(changed);
        }}
      />
      {!parsed.ok && !empty && (
        <div className="text-small">
          <FieldError>{faultText(t, parsed.fault, parsed.line, parsed.column)}</FieldError>
        </div>
      )}
    </div>
  );
}

import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { Input } from "@/components/input";

export interface NameFieldProps {
  value: string;
  /** What it could be called instead, if that is another name. */
  suggestion: string | null;
  error: string | null;
  autoFocus: boolean;
  onChange: (name: string) => void;
}

/** The name of a key, as one types it, and how it is usually written. */
export function NameField({ value, suggestion, error, autoFocus, onChange }: NameFieldProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col items-start gap-1">
      <div className="w-full">
        <Field label={t("keys.form.name")} error={error} hint={t("keys.form.name_hint")}>
          {(control) => (
            <Input
              {...control}
              autoFocus={autoFocus}
              value={value}
              placeholder="GITHUB_TOKEN"
              onChange={(event) => onChange(event.target.value)}
              data-testid="key-name"
              className="font-mono"
            />
          )}
        </Field>
      </div>
      {suggestion && (
        <button
          type="button"
          data-testid="key-name-suggestion"
          onClick={() => onChange(suggestion)}
          className="max-w-full break-all rounded-control text-left text-accent-text text-small hover:underline"
        >
          {t("keys.form.use_name", { name: suggestion })}
        </button>
      )}
    </div>
  );
}

import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { PlainText } from "@/components/plain-text";
import { Suggest } from "@/components/suggest";
import type { CompletionReference } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";
import { visible } from "@/lib/visible";

/** How long the typing must rest before the server is asked, milliseconds. */
const REST_MS = 150;

/** One text that is asked for. */
export interface TextArgument {
  name: string;
  title: string | null;
  description: string | null;
  required: boolean;
}

export interface TextArgumentsProps {
  serverId: string;
  /** What the arguments belong to; `null`: the server completes nothing. */
  reference: CompletionReference | null;
  list: readonly TextArgument[];
  values: Readonly<Record<string, string>>;
  onChange: (values: Record<string, string>) => void;
  /** The person wanted to send it. */
  attempted: boolean;
}

/** Texts for the arguments of a prompt or the variables of a template, with what they could be. */
export function TextArguments({
  serverId,
  reference,
  list,
  values,
  onChange,
  attempted,
}: TextArgumentsProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-4">
      {list.map((argument) => {
        const { name, title, description, required } = argument;
        const value = values[name] ?? "";
        const missing = attempted && required && value === "";
        return (
          <Field
            key={name}
            label={visible(title ?? name)}
            note={required ? t("explorer.form.required") : undefined}
            hint={description && <PlainText text={description} />}
            error={missing ? t("explorer.issues.required", { limit: "" }) : null}
          >
            {(control) => (
              <Completed
                {...control}
                data-testid={`field-${name}`}
                serverId={serverId}
                reference={reference}
                name={name}
                value={value}
                others={values}
                onChange={(next) => onChange(withText(values, name, next))}
              />
            )}
          </Field>
        );
      })}
    </div>
  );
}

/** An empty text is none: the protocol has no way to ask for the difference. */
function withText(
  values: Readonly<Record<string, string>>,
  name: string,
  next: string,
): Record<string, string> {
  const { [name]: _before, ...rest } = values;
  return next === "" ? rest : { ...rest, [name]: next };
}

interface CompletedProps {
  id: string;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
  "data-testid": string;
  serverId: string;
  reference: CompletionReference | null;
  name: string;
  value: string;
  others: Readonly<Record<string, string>>;
  onChange: (next: string) => void;
}

function Completed({
  serverId,
  reference,
  name,
  value,
  others,
  onChange,
  ...control
}: CompletedProps) {
  const { t } = useTranslation();
  const client = useClient();
  const [focused, setFocused] = useState(false);
  const [found, setFound] = useState<readonly string[]>([]);
  const context = JSON.stringify(withText(others, name, ""));
  const asked = reference && JSON.stringify(reference);
  useEffect(() => {
    if (!asked || !focused) return;
    let current = true;
    const timer = setTimeout(() => {
      const request = {
        server: serverId,
        reference: JSON.parse(asked) as CompletionReference,
        argument: name,
        value,
        context: JSON.parse(context) as unknown,
      };
      client
        .explorerComplete(request)
        // Suggestions are a courtesy: without them one types on.
        .catch((): string[] => [])
        .then((values) => {
          if (current) setFound(values);
        });
    }, REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, serverId, asked, name, value, context, focused]);
  return (
    <Suggest
      {...control}
      className="max-w-120"
      value={value}
      onChange={(next) => {
        // Who types is here, whatever became of the focus.
        setFocused(true);
        onChange(next);
      }}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      listLabel={t("explorer.form.suggestions")}
      suggestions={found.filter((one) => one !== value)}
    />
  );
}

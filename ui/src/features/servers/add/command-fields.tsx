import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { Textarea } from "@/components/textarea";
import { SECRET_REFERENCE } from "./example";
import { PairRows } from "./pair-rows";
import { ParsedCommand } from "./parsed-command";
import type { useAddForm } from "./use-add-form";

/** The fields of a server that is a process. */
export function CommandFields({ add }: { add: ReturnType<typeof useAddForm> }) {
  const { t } = useTranslation();
  const { form, change, line } = add;
  return (
    <>
      <div>
        <Field
          label={t("add.command")}
          error={add.errorOf("command")}
          hint={form.commandLine === "" && t("add.command_hint")}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={1}
              data-testid="add-server-command"
              placeholder={t("add.command_placeholder")}
              value={form.commandLine}
              onChange={(event) => change({ commandLine: event.target.value })}
              onBlur={() => form.commandLine !== "" && add.touch("command")}
              onKeyDown={(event) => {
                // One line is asked for; a pasted second one is kept.
                if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing)
                  return;
                event.preventDefault();
                event.currentTarget.form?.requestSubmit();
              }}
              className="font-mono text-small"
            />
          )}
        </Field>
        {line && <ParsedCommand line={line} />}
      </div>
      <PairRows
        label={t("add.env")}
        hint={t("add.secret_hint", { reference: SECRET_REFERENCE })}
        labels={{ name: t("add.env_name"), value: t("add.env_value"), add: t("add.add_env") }}
        pairs={form.env}
        errors={add.pairErrors}
        onChange={(env) => change({ env })}
      />
      <Field label={t("add.cwd")} note={t("add.optional")} error={add.cwdError}>
        {(control) => (
          <Input
            {...control}
            data-testid="add-server-cwd"
            placeholder={t("add.cwd_placeholder")}
            value={form.cwd}
            onChange={(event) => change({ cwd: event.target.value })}
            className={form.cwd === "" ? undefined : "font-mono text-small"}
          />
        )}
      </Field>
    </>
  );
}

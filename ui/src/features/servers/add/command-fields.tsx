import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { Textarea } from "@/components/textarea";
import { SECRET_REFERENCE } from "./example";
import { PairRows } from "./pair-rows";
import { ParsedCommand } from "./parsed-command";
import { hasStrayReferences, StrayReferences } from "./stray-references";
import { type ServerFormState, sentenceOf } from "./use-server-form";

/** The fields of a server that is a process. */
export function CommandFields({ form }: { form: ServerFormState }) {
  const { t } = useTranslation();
  const { values, change, line } = form;
  return (
    <>
      <div>
        <Field
          label={t("add.command")}
          error={form.errorOf("command")}
          hint={values.commandLine === "" && t("add.command_hint")}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={1}
              data-testid="add-server-command"
              placeholder={t("add.command_placeholder")}
              value={values.commandLine}
              onChange={(event) => change({ commandLine: event.target.value })}
              onBlur={() => values.commandLine !== "" && form.touch("command")}
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
        {line && (
          <ParsedCommand line={line} resolved={form.resolved} cautions={form.commandCautions} />
        )}
      </div>
      <PairRows
        label={t("add.env")}
        hint={
          <>
            {t("add.secret_hint", { reference: SECRET_REFERENCE })}
            {form.editing && <> {t("add.masked_hint")}</>}
          </>
        }
        labels={{ name: t("add.env_name"), value: t("add.env_value"), add: t("add.add_env") }}
        syntax="variables"
        server={values.name}
        pairs={values.env}
        errors={form.pairErrors}
        cautions={form.pairCautions}
        onChange={(env) => change({ env })}
      />
      <Field
        label={t("add.cwd")}
        note={t("add.optional")}
        error={form.errorOf("cwd")}
        caution={sentenceOf(form.cautionOf("cwd"))}
        hint={hasStrayReferences(values.cwd) && <StrayReferences texts={[values.cwd]} />}
      >
        {(control) => (
          <Input
            {...control}
            data-testid="add-server-cwd"
            placeholder={t("add.cwd_placeholder")}
            value={values.cwd}
            onChange={(event) => change({ cwd: event.target.value })}
            className={values.cwd === "" ? undefined : "font-mono text-small"}
          />
        )}
      </Field>
    </>
  );
}

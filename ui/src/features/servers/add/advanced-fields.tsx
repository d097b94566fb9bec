import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Disclosure } from "@/components/disclosure";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { Select } from "@/components/select";
import type { ServerFormState } from "./use-server-form";
import { ADVANCED } from "./validation";
import type { FormValues } from "./values";

const RESTARTS = ["on_failure", "always", "never"] as const;
const ERAS = ["auto", "legacy", "modern"] as const;
const SHARINGS = ["shared", "per_session"] as const;
const FLAVOURS = ["auto", "streamable", "sse"] as const;

const NUMBERS = [
  { field: "start", value: "startSeconds", label: "add.start_timeout" },
  { field: "call", value: "callSeconds", label: "add.call_timeout" },
  { field: "stop", value: "stopSeconds", label: "add.stop_timeout" },
] as const satisfies readonly { field: string; value: keyof FormValues; label: string }[];

/** What most servers never need; open where something in it is wrong. */
export function AdvancedFields({ form, open = false }: { form: ServerFormState; open?: boolean }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(open);
  const { values, change } = form;
  const wrong = ADVANCED.some((field) => form.errorOf(field) !== null);
  return (
    <Disclosure
      label={t("add.advanced")}
      summary={t("add.advanced_summary")}
      open={asked || wrong}
      onChange={setAsked}
      data-testid="add-server-advanced"
    >
      <div className="grid grid-cols-1 gap-x-4 gap-y-4 sm:grid-cols-2">
        <Field label={t("add.restart")}>
          {({ id }) => (
            <Select
              id={id}
              data-testid="add-server-restart"
              value={values.restart}
              onChange={(restart) => change({ restart })}
              options={RESTARTS.map((value) => ({ value, label: t(`add.restarts.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t("add.sharing")}>
          {({ id }) => (
            <Select
              id={id}
              data-testid="add-server-sharing"
              value={values.sharing}
              onChange={(sharing) => change({ sharing })}
              options={SHARINGS.map((value) => ({ value, label: t(`add.sharings.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t("add.era")}>
          {({ id }) => (
            <Select
              id={id}
              data-testid="add-server-era"
              value={values.era}
              onChange={(era) => change({ era })}
              options={ERAS.map((value) => ({ value, label: t(`add.eras.${value}`) }))}
            />
          )}
        </Field>
        {values.type === "url" && (
          <Field label={t("add.flavour")}>
            {({ id }) => (
              <Select
                id={id}
                value={values.flavour}
                onChange={(flavour) => change({ flavour })}
                options={FLAVOURS.map((value) => ({ value, label: t(`add.flavours.${value}`) }))}
              />
            )}
          </Field>
        )}
        <Field
          label={t("add.idle")}
          note={t("add.minutes")}
          error={form.errorOf("idle")}
          hint={t("add.idle_hint")}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              data-testid="add-server-idle"
              placeholder={t("add.idle_never")}
              value={values.idleMinutes}
              onChange={(event) => change({ idleMinutes: event.target.value })}
              className="tabular-nums"
            />
          )}
        </Field>
      </div>
      <div className="mt-4 grid grid-cols-1 gap-x-4 gap-y-4 sm:grid-cols-3">
        {NUMBERS.map(({ field, value, label }) => (
          <Field key={field} label={t(label)} note={t("add.seconds")} error={form.errorOf(field)}>
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                data-testid={`add-server-${field}-timeout`}
                value={values[value]}
                onChange={(event) => change({ [value]: event.target.value })}
                className="tabular-nums"
              />
            )}
          </Field>
        ))}
      </div>
    </Disclosure>
  );
}

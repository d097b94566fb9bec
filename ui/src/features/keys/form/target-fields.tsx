import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Disclosure } from "@/components/disclosure";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { Select } from "@/components/select";
import { KINDS, needsUrl, providerOf, useKindName } from "../kinds";
import type { ServerChoice } from "../server-choice";
import type { TargetField, TargetValues } from "./target";

export interface TargetFieldsProps {
  values: TargetValues;
  servers: readonly ServerChoice[];
  errorOf: (field: TargetField) => string | null;
  onChange: (field: TargetField, changes: Partial<TargetValues>) => void;
  /** The kind was guessed, and is said to be. */
  guessed?: boolean;
}

/** What a key opens, and where. */
export function TargetFields({ values, servers, errorOf, onChange, guessed }: TargetFieldsProps) {
  const { t } = useTranslation();
  const nameOf = useKindName();
  const { kind } = values;
  return (
    <>
      <Field
        label={t("keys.form.kind")}
        error={errorOf("target.kind")}
        hint={
          kind === "other"
            ? t("keys.form.kind_other_hint")
            : guessed
              ? t("keys.form.kind_guessed")
              : undefined
        }
      >
        {(control) => (
          <Select
            {...control}
            value={kind}
            options={KINDS.map((value) => ({ value, label: nameOf(value) }))}
            onChange={(next) => onChange("target.kind", { kind: next })}
            data-testid="key-kind"
          />
        )}
      </Field>
      {needsUrl(kind) && <BaseUrl {...{ values, errorOf, onChange }} />}
      {kind === "http" && (
        <Field
          label={t("keys.form.header")}
          note={t("add.optional")}
          hint={t("keys.form.header_hint")}
          error={errorOf("target.header")}
        >
          {(control) => (
            <Input
              {...control}
              value={values.header}
              placeholder="X-Api-Key"
              onChange={(event) => onChange("target.header", { header: event.target.value })}
              data-testid="key-header"
              className="font-mono"
            />
          )}
        </Field>
      )}
      {kind === "mcp" && (
        <Field
          label={t("keys.form.server")}
          hint={t(servers.length === 0 ? "keys.form.server_none" : "keys.form.server_hint")}
          error={errorOf("target.server")}
        >
          {(control) => (
            <Select
              {...control}
              value={values.server}
              placeholder={t("keys.form.server_choose")}
              disabled={servers.length === 0}
              options={servers.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(server) => onChange("target.server", { server })}
              data-testid="key-server"
            />
          )}
        </Field>
      )}
      {providerOf(kind) && <OtherAddress key={kind} {...{ values, errorOf, onChange }} />}
    </>
  );
}

type AddressProps = Pick<TargetFieldsProps, "values" | "errorOf" | "onChange">;

/** A provider's key is seldom for another address than its own. */
function OtherAddress(props: AddressProps) {
  const { t } = useTranslation();
  const wanted = props.values.baseUrl !== "" || props.errorOf("target.base_url") !== null;
  const [open, setOpen] = useState(wanted);
  return (
    <Disclosure
      label={t("keys.form.other_address")}
      summary={providerOf(props.values.kind)?.url}
      open={open || wanted}
      onChange={setOpen}
      data-testid="key-other-address"
    >
      <BaseUrl {...props} />
    </Disclosure>
  );
}

function BaseUrl({ values, errorOf, onChange }: AddressProps) {
  const { t } = useTranslation();
  const provider = providerOf(values.kind);
  return (
    <Field
      label={t(values.kind === "http" ? "keys.form.url" : "keys.form.base_url")}
      {...(provider && { note: t("add.optional") })}
      hint={t(
        values.kind === "http"
          ? "keys.form.url_hint"
          : provider
            ? "keys.form.base_url_hint"
            : "keys.form.compatible_hint",
      )}
      error={errorOf("target.base_url")}
    >
      {(control) => (
        <Input
          {...control}
          value={values.baseUrl}
          placeholder={provider?.url ?? t("keys.form.url_placeholder")}
          onChange={(event) => onChange("target.base_url", { baseUrl: event.target.value })}
          data-testid="key-base-url"
          className="font-mono"
        />
      )}
    </Field>
  );
}

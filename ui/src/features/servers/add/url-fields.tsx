import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { SECRET_REFERENCE } from "./example";
import { PairRows } from "./pair-rows";
import type { useAddForm } from "./use-add-form";

/** The fields of a server that is an endpoint. */
export function UrlFields({ add }: { add: ReturnType<typeof useAddForm> }) {
  const { t } = useTranslation();
  const { form, change } = add;
  return (
    <>
      <Field label={t("add.url")} error={add.errorOf("url")}>
        {(control) => (
          <Input
            {...control}
            type="url"
            data-testid="add-server-url"
            placeholder={t("add.url_placeholder")}
            value={form.url}
            onChange={(event) => change({ url: event.target.value })}
            onBlur={() => form.url !== "" && add.touch("url")}
            className="font-mono text-small"
          />
        )}
      </Field>
      <PairRows
        label={t("add.headers")}
        hint={t("add.secret_hint", { reference: SECRET_REFERENCE })}
        labels={{
          name: t("add.header_name"),
          value: t("add.header_value"),
          add: t("add.add_header"),
        }}
        pairs={form.headers}
        errors={add.pairErrors}
        onChange={(headers) => change({ headers })}
      />
    </>
  );
}

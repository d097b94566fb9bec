import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { KeyNotes } from "../keys/key-notes";
import { SECRET_REFERENCE } from "./example";
import { PairRows } from "./pair-rows";
import { hasStrayReferences, StrayReferences } from "./stray-references";
import { type ServerFormState, sentenceOf } from "./use-server-form";

/** The fields of a server that is an endpoint. */
export function UrlFields({ form }: { form: ServerFormState }) {
  const { t } = useTranslation();
  const { values, change } = form;
  return (
    <>
      <Field
        label={t("add.url")}
        error={form.errorOf("url")}
        caution={sentenceOf(form.cautionOf("url"))}
        hint={hasStrayReferences(values.url) && <StrayReferences texts={[values.url]} />}
      >
        {(control) => (
          <Input
            {...control}
            type="url"
            data-testid="add-server-url"
            placeholder={t("add.url_placeholder")}
            value={values.url}
            onChange={(event) => change({ url: event.target.value })}
            onBlur={() => values.url !== "" && form.touch("url")}
            className="font-mono text-small"
          />
        )}
      </Field>
      <div className="-mt-3 text-small empty:hidden">
        <KeyNotes text={values.url} />
      </div>
      <PairRows
        label={t("add.headers")}
        hint={
          <>
            {t("add.secret_hint", { reference: SECRET_REFERENCE })}
            {form.editing && <> {t("add.masked_hint")}</>}
          </>
        }
        labels={{
          name: t("add.header_name"),
          value: t("add.header_value"),
          add: t("add.add_header"),
        }}
        syntax="headers"
        server={values.name}
        pairs={values.headers}
        errors={form.pairErrors}
        cautions={form.pairCautions}
        onChange={(headers) => change({ headers })}
      />
    </>
  );
}

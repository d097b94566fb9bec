import { useTranslation } from "react-i18next";
import { JsonEditor } from "../json-editor";
import { Frame } from "./frame";
import type { KindProps } from "./shared";

/** Any JSON, as text. */
export function RawField({
  field,
  path,
  name,
  required,
  inner,
  value,
  onChange,
  actions,
}: KindProps<"raw">) {
  const { t } = useTranslation();
  return (
    <Frame
      field={field}
      path={path}
      name={name}
      required={required}
      inner={inner}
      note={field.reason ? t(`explorer.no_form.${field.reason}`) : t("explorer.form.any_json")}
      actions={actions}
    >
      {({ "aria-labelledby": _label, ...control }) => (
        <JsonEditor {...control} value={value} onChange={onChange} rows={2} />
      )}
    </Frame>
  );
}

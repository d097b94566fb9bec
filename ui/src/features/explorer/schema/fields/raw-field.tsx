import { useTranslation } from "react-i18next";
import { JsonEditor } from "../json-editor";
import { Frame } from "./frame";
import type { KindProps } from "./shared";

/** Any JSON, as text. */
export function RawField(props: KindProps<"raw">) {
  const { field, value, onChange } = props;
  const { t } = useTranslation();
  return (
    <Frame
      of={props}
      note={field.reason ? t(`explorer.no_form.${field.reason}`) : t("explorer.form.any_json")}
    >
      {({ "aria-labelledby": _label, ...control }) => (
        <JsonEditor {...control} value={value} onChange={onChange} rows={2} />
      )}
    </Frame>
  );
}

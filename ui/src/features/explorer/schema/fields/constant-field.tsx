import { useTranslation } from "react-i18next";
import { visible } from "@/lib/visible";
import { brief, type Json } from "../json";
import { Frame } from "./frame";
import type { KindProps } from "./shared";
import { SmallAction } from "./small-action";

/** A value that cannot be another one: it is sent, or left out. */
export function ConstantField(props: KindProps<"constant" | "null">) {
  const { field, value, onChange } = props;
  const { t } = useTranslation();
  const constant: Json = field.kind === "constant" ? field.value : null;
  return (
    <Frame of={props} group>
      {({ "data-testid": testId }) => (
        <div className="flex items-center gap-2">
          <code data-testid={testId} className="select-text break-all font-mono text-muted">
            {visible(brief(constant, 200))}
          </code>
          {value === undefined && (
            <SmallAction data-testid={`${testId}-set`} onClick={() => onChange(constant)}>
              {t("explorer.form.send_it")}
            </SmallAction>
          )}
        </div>
      )}
    </Frame>
  );
}

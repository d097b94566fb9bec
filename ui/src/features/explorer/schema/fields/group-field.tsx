import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { initialValue } from "../initial";
import { isObject } from "../json";
import { Frame } from "./frame";
import { Properties } from "./properties";
import type { KindProps } from "./shared";

/** An object within an object. It is there or it is left out, whatever is in it. */
export function GroupField(props: KindProps<"group">) {
  const { field, path, name, inner, value, onChange } = props;
  const { t } = useTranslation();
  return (
    <Frame of={props} group>
      {({ "data-testid": testId, "aria-invalid": _invalid, ...control }) =>
        isObject(value) ? (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset would need its legend inside
          <div
            role="group"
            {...control}
            data-testid={testId}
            className={inner ? undefined : "border-border border-l-2 py-1 pl-3"}
          >
            <Properties field={field} path={path} value={value} onChange={onChange} />
          </div>
        ) : (
          <Button
            size="small"
            className="self-start"
            data-testid={`${testId}-add`}
            aria-label={t("explorer.form.add_group", { name: field.title ?? name })}
            onClick={() => onChange(initialValue(field) ?? {})}
          >
            <Plus aria-hidden size={13} />
            {t("explorer.form.add")}
          </Button>
        )
      }
    </Frame>
  );
}

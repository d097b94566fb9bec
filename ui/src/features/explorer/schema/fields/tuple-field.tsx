import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { IconButton } from "@/components/icon-button";
import { blankValue } from "../initial";
import type { Json } from "../json";
import { FieldView } from "./field-view";
import { Frame } from "./frame";
import type { KindProps } from "./shared";

/** Items of which each has its own kind, and perhaps more that follow. */
export function TupleField(props: KindProps<"tuple">) {
  const { field, path, name, value, onChange } = props;
  const { t } = useTranslation();
  const items: readonly Json[] = Array.isArray(value) ? value : [];
  const put = (index: number, next: Json | undefined) =>
    onChange(items.map((item, i) => (i === index ? (next ?? null) : item)));
  const next = field.items[items.length] ?? field.rest;
  const full = next === null || (field.maxItems !== null && items.length >= field.maxItems);
  const add = () => {
    // The described ones come together; what follows comes one by one.
    const missing = field.items.slice(items.length).map((item) => blankValue(item()));
    if (missing.length > 0) onChange([...items, ...missing]);
    else if (next) onChange([...items, blankValue(next())]);
  };
  return (
    <Frame of={props} group>
      {({ "data-testid": testId, "aria-invalid": _invalid, ...control }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would need its legend inside
        <div role="group" {...control} data-testid={testId} className="flex flex-col gap-2">
          {items.length > 0 && (
            <ol className="flex flex-col gap-2 border-border border-l-2 pl-3">
              {items.map((item, i) => {
                const kind = field.items[i] ?? field.rest;
                const last = i === items.length - 1;
                return (
                  kind && (
                    // biome-ignore lint/suspicious/noArrayIndexKey: an item is its place
                    <li key={i}>
                      <FieldView
                        field={kind()}
                        path={[...path, i]}
                        name={t("explorer.form.item", { number: i + 1 })}
                        required={false}
                        item
                        value={item}
                        onChange={(changed) => put(i, changed)}
                        actions={
                          last && (
                            <IconButton
                              icon={Trash2}
                              size="small"
                              label={t("explorer.form.remove_item", { number: i + 1 })}
                              onClick={() => onChange(items.slice(0, -1))}
                            />
                          )
                        }
                      />
                    </li>
                  )
                );
              })}
            </ol>
          )}
          {!full && (
            <Button
              size="small"
              className="self-start"
              data-testid={`${testId}-add`}
              aria-label={t("explorer.form.add_item_to", { name: field.title ?? name })}
              onClick={add}
            >
              <Plus aria-hidden size={13} />
              {t("explorer.form.add_item")}
            </Button>
          )}
        </div>
      )}
    </Frame>
  );
}

import type { TFunction } from "i18next";
import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { IconButton } from "@/components/icon-button";
import { blankValue } from "../initial";
import type { Json } from "../json";
import { FieldView } from "./field-view";
import { Frame } from "./frame";
import type { KindProps } from "./shared";

/** Items that are shown as fields; a longer list is edited as JSON. */
const MAX_SHOWN = 100;

/** How many there may be, in words. */
export function countNote(t: TFunction, least: number, most: number | null): string | null {
  if (most !== null) return t("explorer.form.count_range", { least, most });
  return least > 0 ? t("explorer.form.count_least", { count: least }) : null;
}

/** Any number of items of a kind. */
export function ListField(props: KindProps<"list">) {
  const { field, path, name, required, value, onChange } = props;
  const { t } = useTranslation();
  const items: readonly Json[] = Array.isArray(value) ? value : [];
  const full = field.maxItems !== null && items.length >= field.maxItems;
  const put = (index: number, next: Json | undefined) =>
    onChange(items.map((item, i) => (i === index ? (next ?? null) : item)));
  return (
    <Frame of={props} note={countNote(t, field.minItems, field.maxItems)} group>
      {({ "data-testid": testId, "aria-invalid": _invalid, ...control }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would need its legend inside
        <div role="group" {...control} data-testid={testId} className="flex flex-col gap-2">
          {items.length > 0 && (
            <ol className="flex flex-col gap-2 border-border border-l-2 pl-3">
              {items.slice(0, MAX_SHOWN).map((item, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
                <li key={i}>
                  <FieldView
                    field={field.item()}
                    path={[...path, i]}
                    name={t("explorer.form.item", { number: i + 1 })}
                    required={false}
                    item
                    value={item}
                    onChange={(next) => put(i, next)}
                    actions={
                      <IconButton
                        icon={Trash2}
                        size="small"
                        label={t("explorer.form.remove_item", { number: i + 1 })}
                        data-testid={`${testId}.${i}-remove`}
                        onClick={() => onChange(items.filter((_, at) => at !== i))}
                      />
                    }
                  />
                </li>
              ))}
            </ol>
          )}
          {items.length > MAX_SHOWN && (
            <p className="text-muted">
              {t("explorer.form.more_items", { count: items.length - MAX_SHOWN })}
            </p>
          )}
          <div className="flex items-center gap-3">
            <Button
              size="small"
              disabled={full}
              data-testid={`${testId}-add`}
              aria-label={t("explorer.form.add_item_to", { name: field.title ?? name })}
              onClick={() => onChange([...items, blankValue(field.item())])}
            >
              <Plus aria-hidden size={13} />
              {t("explorer.form.add_item")}
            </Button>
            {value === undefined && !required && (
              <span className="text-muted text-small">{t("explorer.form.left_out")}</span>
            )}
            {Array.isArray(value) && items.length === 0 && (
              <span className="text-muted text-small">{t("explorer.form.empty_list")}</span>
            )}
          </div>
        </div>
      )}
    </Frame>
  );
}

import { Plus, Trash2 } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { IconButton } from "@/components/icon-button";
import { Input } from "@/components/input";
import type { FieldOf, Lazy } from "../field";
import { useForm } from "../form-context";
import { blankValue } from "../initial";
import { type Json, type JsonObject, nameOf, own, type Path, withProperty } from "../json";
import { FieldView } from "./field-view";

export interface PropertiesProps {
  field: FieldOf<"group">;
  path: Path;
  value: JsonObject;
  onChange: (next: JsonObject) => void;
}

/** The fields of an object: those that the schema names, and those that one adds. */
export function Properties({ field, path, value, onChange }: PropertiesProps) {
  const put = (name: string, next: Json | undefined) => onChange(withProperty(value, name, next));
  return (
    <div className="flex flex-col gap-4">
      {field.properties.map(({ name, required, field: child }) => (
        <FieldView
          key={name}
          field={child()}
          path={[...path, name]}
          name={name}
          required={required}
          value={own(value, name)}
          onChange={(next) => put(name, next)}
        />
      ))}
      <FreeProperties {...{ field, path, value, onChange }} />
    </div>
  );
}

/** Properties that the schema does not name: those that are there, and a row to add one. */
function FreeProperties({ field, path, value, onChange }: PropertiesProps) {
  const { t } = useTranslation();
  const { additional } = field;
  const known = new Set(field.properties.map(({ name }) => name));
  const free = Object.keys(value).filter((name) => !known.has(name));
  // What came from raw JSON and is not allowed is shown too: nothing is sent that is not seen.
  const kind: Lazy = additional ?? ANYTHING;
  return (
    <>
      {free.map((name) => (
        <FieldView
          key={name}
          field={kind()}
          path={[...path, name]}
          name={name}
          required={false}
          item
          value={own(value, name)}
          onChange={(next) => onChange(withProperty(value, name, next ?? null))}
          actions={
            <IconButton
              icon={Trash2}
              size="small"
              label={t("explorer.form.remove_property", { name })}
              onClick={() => onChange(withProperty(value, name, undefined))}
            />
          }
        />
      ))}
      {additional && (
        <AddProperty path={path} taken={[...known, ...free]} onAdd={add(additional)} />
      )}
    </>
  );

  function add(made: Lazy) {
    return (name: string) => onChange(withProperty(value, name, blankValue(made())));
  }
}

const ANYTHING: Lazy = () => ({
  kind: "raw",
  reason: null,
  title: null,
  description: null,
  proposed: undefined,
  example: undefined,
  nullable: false,
  deprecated: false,
});

function AddProperty({
  path,
  taken,
  onAdd,
}: {
  path: Path;
  taken: readonly string[];
  onAdd: (name: string) => void;
}) {
  const { t } = useTranslation();
  const { prefix } = useForm();
  const id = useId();
  const [name, setName] = useState("");
  const isTaken = taken.includes(name);
  const add = () => {
    if (name === "" || isTaken) return;
    onAdd(name);
    setName("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    add();
  };
  const testId = `${prefix}field-${nameOf(path)}-name`;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-muted text-small">
        {t("explorer.form.new_property")}
      </label>
      <div className="flex max-w-100 items-center gap-2">
        <Input
          id={id}
          dense
          data-testid={testId}
          value={name}
          aria-invalid={isTaken || undefined}
          placeholder={t("explorer.form.property_name")}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button
          size="small"
          data-testid={`${testId}-add`}
          disabled={name === "" || isTaken}
          onClick={add}
        >
          <Plus aria-hidden size={13} />
          {t("explorer.form.add")}
        </Button>
      </div>
    </div>
  );
}

import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { Segmented } from "@/components/segmented";
import { DEFAULT_FILE, PLACES, type Place } from "./model";
import type { KeyImportState } from "./use-key-import";

export interface PlacePickerProps {
  place: Place;
  state: KeyImportState;
  onPlace: (place: Place) => void;
}

/** Where to look, and what is done there. */
export function PlacePicker({ place, state, onPlace }: PlacePickerProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col items-start gap-3">
      <Segmented
        label={t("key_import.place")}
        value={place}
        options={PLACES.map((value) => ({ value, label: t(`key_import.places.${value}`) }))}
        onChange={onPlace}
      />
      {place === "env" ? (
        <FileField state={state} />
      ) : (
        <p className="text-pretty text-muted">{t(`key_import.place_text.${place}`)}</p>
      )}
    </div>
  );
}

function FileField({ state }: { state: KeyImportState }) {
  const { t } = useTranslation();
  const { path, setPath, unread, read, reading, problem } = state;
  return (
    <div className="w-full">
      <Field label={t("key_import.path")} hint={t("key_import.path_hint")}>
        {(control) => (
          <div className="flex items-center gap-2">
            <Input
              {...control}
              {...(problem?.field === "path" && { "aria-invalid": true })}
              value={path}
              placeholder={DEFAULT_FILE}
              data-testid="key-import-path"
              onChange={(event) => setPath(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
                // It is read first; only what one has seen is imported.
                event.preventDefault();
                read();
              }}
              className="font-mono"
            />
            <Button
              variant={unread ? "primary" : "secondary"}
              loading={reading}
              data-testid="key-import-read"
              onClick={read}
            >
              {t(unread ? "key_import.read" : "key_import.read_again")}
            </Button>
          </div>
        )}
      </Field>
    </div>
  );
}

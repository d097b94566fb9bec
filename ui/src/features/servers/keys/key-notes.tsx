import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { FieldCaution } from "@/components/field";
import { useKeys } from "@/ipc/key-queries";
import { visible } from "@/lib/visible";
import { secretsIn } from "./key-names";
import { KeyValue } from "./key-value";

/** Says of the keys that a text refers to which have no value, and takes one. */
export function KeyNotes({ text, adding = null }: { text: string; adding?: string | null }) {
  const list = useKeys().data;
  if (!list) return null;
  const wanting = secretsIn(text).flatMap((name) => {
    const key = list.keys.find((one) => one.name === name);
    return key && key.status !== "lost" ? [] : [{ name, lost: key !== undefined }];
  });
  return wanting.map(({ name, lost }) => (
    <KeyNote key={`${name} ${adding === name}`} name={name} lost={lost} adding={adding === name} />
  ));
}

interface KeyNoteProps {
  name: string;
  /** There is such a key, and its value is gone. */
  lost: boolean;
  /** It was asked for just now. */
  adding: boolean;
}

function KeyNote({ name, lost, adding }: KeyNoteProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(adding);
  const shown = visible(name);
  return (
    <div data-testid={`key-note-${name}`} className="flex flex-col gap-2">
      {!open && (
        <div className="flex flex-wrap items-center gap-x-2">
          <FieldCaution>
            {t(lost ? "add.key_lost" : "add.key_missing", { name: shown })}
          </FieldCaution>
          <Button
            size="small"
            variant="quiet"
            data-testid={`key-add-${name}`}
            onClick={() => setOpen(true)}
          >
            <KeyRound aria-hidden size={13} />
            {t(lost ? "keys.actions.set" : "keys.add")}
          </Button>
        </div>
      )}
      {open && (
        <div className="mb-1 rounded-card border border-border bg-sunken p-3">
          <KeyValue name={name} autoFocus submit={t(lost ? "keys.actions.set" : "keys.add")} />
        </div>
      )}
    </div>
  );
}

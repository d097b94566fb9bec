import { useTranslation } from "react-i18next";
import { useKeys } from "@/ipc/key-queries";
import { KeyValue } from "../../keys/key-value";

export interface AddKeyProps {
  /** The key that has no value. */
  name: string;
  busy: boolean;
  onStored: () => void;
}

/** Asks for the value of a key that a server refers to. */
export function AddKey({ name, busy, onStored }: AddKeyProps) {
  const { t } = useTranslation();
  const keys = useKeys().data?.keys ?? [];
  const lost = keys.some((key) => key.name === name);
  return (
    <KeyValue
      name={name}
      primary
      busy={busy}
      submit={t(lost ? "detail.mend.set_key_start" : "detail.mend.add_key_start")}
      onStored={onStored}
    />
  );
}

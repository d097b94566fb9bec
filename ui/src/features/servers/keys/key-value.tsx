import { KeyRound, Play } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { SecretField, type SecretHandle } from "@/components/secret-field";
import type { Problem } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { useKeys, useSecretSender } from "@/ipc/key-queries";
import { guessKind } from "@/lib/guess-kind";
import { sentenceOf } from "../add/use-server-form";
import { UnlockVault } from "./unlock-vault";

export interface KeyValueProps {
  /** The key that has no value. */
  name: string;
  /** What the button says, and whether it is what one is here for. */
  submit: ReactNode;
  primary?: boolean;
  autoFocus?: boolean;
  /** What follows is under way. */
  busy?: boolean;
  onStored?: () => void;
}

/** Gives a key its value where one stands: a new key, or one whose value was lost. */
export function KeyValue(props: KeyValueProps) {
  const { name, submit, primary = false, autoFocus = false, busy = false, onStored } = props;
  const { t } = useTranslation();
  const list = useKeys().data;
  const send = useSecretSender();
  const secret = useRef<SecretHandle>(null);
  const [filled, setFilled] = useState(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const closed = list !== undefined && list.vault.status !== "ready";

  const store = async () => {
    if (!filled || sending || busy) return;
    const value = secret.current?.read() ?? "";
    const exists = list?.keys.some((key) => key.name === name);
    setSending(true);
    setProblem(null);
    try {
      await send(async (client) => {
        if (exists) await client.keysRotate({ name, value });
        else
          await client.keysAdd({
            name,
            value,
            target: { kind: guessKind(name, value) ?? "other" },
          });
      });
      secret.current?.clear();
      setFilled(false);
      onStored?.();
    } catch (thrown) {
      setProblem(toProblem(thrown));
    } finally {
      setSending(false);
    }
  };

  return (
    <div className="flex w-full max-w-120 flex-col gap-3">
      {closed && <UnlockVault vault={list.vault} />}
      {/* No form of its own: it may stand within one. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter in the field is its button */}
      <div
        className="flex items-start gap-2 max-sm:flex-col"
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
          event.preventDefault();
          void store();
        }}
      >
        <div className="w-full min-w-0 flex-1">
          <SecretField
            ref={secret}
            label={t("detail.mend.value_of", { name })}
            hint={t(`keys.add_description.${list?.vault.kind ?? "keychain"}`)}
            error={sentenceOf(problem)}
            autoFocus={autoFocus}
            testId="key-value"
            onInput={(typed) => {
              setFilled(typed.trim() !== "");
              setProblem(null);
            }}
          />
        </div>
        <Button
          variant={primary ? "primary" : "secondary"}
          className="sm:mt-5.75"
          loading={sending || busy}
          disabled={!filled || closed}
          data-testid="key-store"
          onClick={() => void store()}
        >
          {primary ? <Play aria-hidden size={14} /> : <KeyRound aria-hidden size={14} />}
          {submit}
        </Button>
      </div>
    </div>
  );
}

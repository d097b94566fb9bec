import { KeyRound, LockOpen } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { FieldError } from "@/components/field";
import { SecretField, type SecretHandle } from "@/components/secret-field";
import type { VaultView } from "@/ipc/bindings";
import { useVaultUnlock } from "@/ipc/key-queries";
import { paths } from "@/lib/routes";
import { sentenceOf } from "../add/use-server-form";
import { goTo } from "../server-actions";

export interface UnlockVaultProps {
  vault: VaultView;
  /** What follows is under way. */
  busy?: boolean;
  /** What the button says where it does more than unlock. */
  label?: string;
  primary?: boolean;
  /** It was asked for just now. */
  autoFocus?: boolean;
  onUnlocked?: () => void;
}

/** Opens the vault where one stands: the keychain asks by itself, a file wants its passphrase. */
export function UnlockVault(props: UnlockVaultProps) {
  const { t } = useTranslation();
  const { vault } = props;
  if (vault.status === "unavailable") {
    return (
      <div className="flex flex-col items-start gap-2">
        <p className="text-pretty break-words">
          {sentenceOf(vault.problem) ?? t("keys.vault.unavailable_text")}
        </p>
        <Button data-testid="open-keys" onClick={() => goTo(paths.keys())}>
          <KeyRound aria-hidden size={14} />
          {t("detail.mend.open_keys")}
        </Button>
      </div>
    );
  }
  return vault.kind === "file" ? <UnlockFile {...props} /> : <UnlockKeychain {...props} />;
}

function UnlockKeychain(props: UnlockVaultProps) {
  const { busy = false, label, primary = false, autoFocus = false, onUnlocked } = props;
  const { t } = useTranslation();
  const { busy: prompting, problem, unlock } = useVaultUnlock();
  return (
    <div className="flex flex-col items-start gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button
          variant={primary ? "primary" : "secondary"}
          loading={prompting || busy}
          autoFocus={autoFocus}
          data-testid="unlock-vault"
          onClick={() => void unlock(null).then((open) => open && onUnlocked?.())}
        >
          <LockOpen aria-hidden size={14} />
          {label ?? t("detail.mend.unlock_vault")}
        </Button>
        <span role="status" className="text-muted text-small empty:hidden">
          {prompting && t("keys.vault.prompting")}
        </span>
      </div>
      {problem && <FieldError>{sentenceOf(problem)}</FieldError>}
    </div>
  );
}

function UnlockFile(props: UnlockVaultProps) {
  const { busy = false, label, primary = false, autoFocus = false, onUnlocked } = props;
  const { t } = useTranslation();
  const secret = useRef<SecretHandle>(null);
  const [filled, setFilled] = useState(false);
  const { busy: opening, problem, unlock, forget } = useVaultUnlock();
  const submit = async () => {
    if (opening || !filled) return;
    if (await unlock(secret.current?.read() ?? "")) {
      secret.current?.clear();
      onUnlocked?.();
    } else secret.current?.focus();
  };
  return (
    // No form of its own: it may stand within one.
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in the field is its button
    <div
      className="flex w-full max-w-120 items-start gap-2 max-sm:flex-col"
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        void submit();
      }}
    >
      <div className="w-full min-w-0 flex-1">
        <SecretField
          ref={secret}
          label={t("keys.vault.passphrase")}
          hint={t("keys.vault.file_locked")}
          error={sentenceOf(problem)}
          autoFocus={autoFocus}
          testId="unlock-passphrase"
          onInput={(typed) => {
            setFilled(typed !== "");
            forget();
          }}
        />
      </div>
      <Button
        variant={primary ? "primary" : "secondary"}
        className="sm:mt-5.75"
        loading={opening || busy}
        disabled={!filled}
        data-testid="unlock-vault"
        onClick={() => void submit()}
      >
        <LockOpen aria-hidden size={14} />
        {label ?? t("keys.vault.unlock")}
      </Button>
    </div>
  );
}

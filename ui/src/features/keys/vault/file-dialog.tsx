import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/problem-notice";
import { SecretField, type SecretHandle } from "@/components/secret-field";
import { useToasts } from "@/components/toast-store";
import { useSecretSender } from "@/ipc/key-queries";
import { sentenceOf, useRefusal } from "../form/use-refusal";

/** Characters that a passphrase has at least; the console says the same. */
export const MIN_PASSPHRASE_CHARS = 12;

/** The choice to keep values in a file, and what that means. Nothing chooses it by itself. */
export function FileDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const send = useSecretSender();
  const show = useToasts((store) => store.show);
  const first = useRef<SecretHandle>(null);
  const second = useRef<SecretHandle>(null);
  const [wrong, setWrong] = useState<"passphrase_short" | "passphrase_differs" | null>(null);
  const [attempts, setAttempts] = useState(0);
  const [sending, setSending] = useState(false);
  const refusal = useRefusal(["passphrase"]);

  useEffect(() => {
    if (attempts === 0) return;
    document.getElementById(id)?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [attempts, id]);

  const submit = async () => {
    if (sending) return;
    const passphrase = first.current?.read() ?? "";
    const problem =
      [...passphrase].length < MIN_PASSPHRASE_CHARS
        ? "passphrase_short"
        : passphrase === second.current?.read()
          ? null
          : "passphrase_differs";
    setWrong(problem);
    setAttempts((count) => count + 1);
    if (problem) return;
    setSending(true);
    refusal.forget();
    try {
      await send((client) => client.vaultChoose({ kind: "file", passphrase }));
      first.current?.clear();
      second.current?.clear();
      onClose();
      show({ title: t("keys.vault.file_chosen"), tone: "good" });
    } catch (thrown) {
      refusal.refuse(thrown);
    } finally {
      setSending(false);
    }
  };

  // There is such a file already, and this is not its passphrase.
  const wrongOne = refusal.general?.code === "keychain_denied" ? refusal.general : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("keys.vault.file_title")}
      description={t("keys.vault.file_text")}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={id}
            loading={sending}
            data-testid="vault-file-submit"
          >
            {t("keys.vault.file_submit")}
          </Button>
        </>
      }
    >
      <form
        id={id}
        noValidate
        autoComplete="off"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <ul className="flex list-disc flex-col gap-1 pl-4 text-muted">
          <li>{t("keys.vault.file_means.encrypted")}</li>
          <li>{t("keys.vault.file_means.asked")}</li>
          <li className="font-medium text-text">{t("keys.vault.file_means.lost")}</li>
        </ul>
        {refusal.general && !wrongOne && (
          <ProblemNotice title={t("keys.vault.file_failed")} problem={refusal.general} />
        )}
        <SecretField
          ref={first}
          label={t("keys.vault.passphrase")}
          hint={t("keys.vault.passphrase_hint", { min: MIN_PASSPHRASE_CHARS })}
          error={
            wrong === "passphrase_short"
              ? t("keys.errors.passphrase_short", { min: MIN_PASSPHRASE_CHARS })
              : (refusal.at("passphrase") ?? (wrongOne && sentenceOf(wrongOne)))
          }
          autoFocus
          testId="vault-new-passphrase"
          onInput={() => {
            setWrong(null);
            refusal.forget();
          }}
        />
        <SecretField
          ref={second}
          label={t("keys.vault.passphrase_again")}
          error={wrong === "passphrase_differs" ? t("keys.errors.passphrase_differs") : null}
          testId="vault-new-passphrase-again"
          onInput={() => setWrong(null)}
        />
      </form>
    </Dialog>
  );
}

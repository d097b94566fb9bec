import { FlaskConical } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/problem-notice";
import { SecretField, type SecretHandle } from "@/components/secret-field";
import { useToasts } from "@/components/toast-store";
import type { KeyUse, KeyView, VaultView } from "@/ipc/bindings";
import { useSecretSender } from "@/ipc/key-queries";
import { useRefusal } from "../form/use-refusal";
import { useTrial } from "../form/use-trial";
import { useKeyActions } from "../key-actions";
import { isTestable } from "../kinds";
import { TestFacts } from "../test-facts";
import { VaultBanner } from "../vault/vault-banner";
import { OutdatedDialog } from "./outdated-dialog";

export interface RotateDialogProps {
  row: KeyView;
  vault: VaultView;
  onClose: () => void;
}

/** Gives a key a new value; then names the servers that still run with the old one. */
export function RotateDialog({ row, vault, onClose }: RotateDialogProps) {
  const { t } = useTranslation();
  const id = useId();
  const send = useSecretSender();
  const actions = useKeyActions();
  const show = useToasts((store) => store.show);
  const secret = useRef<SecretHandle>(null);
  const [filled, setFilled] = useState(false);
  const [attempts, setAttempts] = useState(0);
  const [sending, setSending] = useState(false);
  const [outdated, setOutdated] = useState<readonly KeyUse[] | null>(null);
  const refusal = useRefusal(["value"]);
  const trial = useTrial({ onRefused: refusal.refuse });
  const lost = row.status === "lost";

  useEffect(() => {
    if (attempts > 0) secret.current?.focus();
  }, [attempts]);

  if (outdated) return <OutdatedDialog name={row.name} uses={outdated} onClose={onClose} />;

  const value = () => secret.current?.read() ?? "";
  const submit = async () => {
    if (sending) return;
    if (!filled) {
      setAttempts((count) => count + 1);
      return;
    }
    setSending(true);
    refusal.forget();
    try {
      const { key, to_restart } = await send((client) =>
        client.keysRotate({ name: row.name, value: value() }),
      );
      secret.current?.clear();
      if (trial.result) actions.test(key);
      if (to_restart.length > 0) {
        setOutdated(to_restart);
        return;
      }
      onClose();
      show({ title: t("keys.rotated", { name: row.name }), tone: "good" });
    } catch (thrown) {
      refusal.refuse(thrown);
    } finally {
      setSending(false);
    }
  };

  const error = !filled && attempts > 0 ? t("keys.errors.value_required") : refusal.at("value");
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(lost ? "keys.set_title" : "keys.rotate_title", { name: row.name })}
      description={t(lost ? "keys.set_description" : "keys.rotate_description")}
      footer={
        <>
          <Button
            className="mr-auto"
            loading={trial.running}
            disabled={!isTestable(row.target)}
            data-testid="rotate-try"
            onClick={() => {
              if (!filled) setAttempts((count) => count + 1);
              else void trial.run(row.name, row.target, value());
            }}
          >
            <FlaskConical aria-hidden size={14} />
            {t("keys.actions.test")}
          </Button>
          <Button variant="quiet" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={id}
            loading={sending}
            data-testid="rotate-submit"
          >
            {t(lost ? "keys.actions.set" : "keys.rotate_submit")}
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
        {vault.status !== "ready" && <VaultBanner vault={vault} />}
        {refusal.general && (
          <ProblemNotice title={t("keys.rotate_failed")} problem={refusal.general} />
        )}
        <SecretField
          ref={secret}
          label={t("keys.form.new_value")}
          hint={t("keys.form.value_hint")}
          error={error}
          autoFocus
          lines
          testId="rotate-value"
          onInput={(typed) => {
            setFilled(typed.trim() !== "");
            refusal.forget("value");
            trial.forget();
          }}
        />
        <div role="status" className="empty:hidden">
          {trial.result && <TestFacts test={trial.result} testId="rotate-trial" />}
        </div>
      </form>
    </Dialog>
  );
}

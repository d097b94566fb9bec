import { FlaskConical } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/problem-notice";
import { SecretField } from "@/components/secret-field";
import { useToasts } from "@/components/toast-store";
import type { KeyList, KeyView } from "@/ipc/bindings";
import { useKeyActions } from "../key-actions";
import type { ServerChoice } from "../server-choice";
import { TestFacts } from "../test-facts";
import { VaultBanner } from "../vault/vault-banner";
import { NameField } from "./name-field";
import { TargetFields } from "./target-fields";
import { useAddKey } from "./use-add-key";

export interface AddKeyDialogProps {
  /** What the name begins with. */
  name: string;
  list: KeyList | undefined;
  servers: readonly ServerChoice[];
  onClose: () => void;
}

/** Adds a key. The value leaves the form as soon as it is stored. */
export function AddKeyDialog({ name, list, servers, onClose }: AddKeyDialogProps) {
  const { t } = useTranslation();
  const saved = useSaved();
  const form = useAddKey({
    name,
    list,
    onSaved: (key, tested) => {
      onClose();
      saved(key, tested);
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("keys.add_title")}
      description={t(`keys.add_description.${list?.vault.kind ?? "keychain"}`)}
      footer={
        <>
          <Button
            className="mr-auto"
            loading={form.trial.running}
            disabled={!form.testable}
            data-testid="key-try"
            onClick={form.tryOut}
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
            form={form.id}
            loading={form.sending}
            data-testid="key-submit"
          >
            {t("keys.add")}
          </Button>
        </>
      }
    >
      <form
        id={form.id}
        noValidate
        autoComplete="off"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        {list && list.vault.status !== "ready" && <VaultBanner vault={list.vault} />}
        {form.problem && <ProblemNotice title={t("keys.add_failed")} problem={form.problem} />}
        <NameField
          value={form.name}
          suggestion={form.suggestion}
          error={form.errorOf("name")}
          autoFocus={name === ""}
          onChange={form.changeName}
        />
        <SecretField
          ref={form.secret}
          label={t("keys.form.value")}
          hint={t("keys.form.value_hint")}
          error={form.errorOf("value")}
          autoFocus={name !== ""}
          lines
          testId="key-value"
          onInput={form.changeValue}
        />
        <TargetFields
          values={form.target}
          servers={servers}
          guessed={form.guessed}
          errorOf={form.errorOf}
          onChange={form.changeTarget}
        />
        <div role="status" className="empty:hidden">
          {form.trial.result && <TestFacts test={form.trial.result} testId="key-trial" />}
        </div>
      </form>
    </Dialog>
  );
}

/** Says that a key was added, and offers to start the servers that waited for it. */
function useSaved(): (key: KeyView, tested: boolean) => void {
  const { t } = useTranslation();
  const show = useToasts((store) => store.show);
  const actions = useKeyActions();
  return (key, tested) => {
    // Whoever tested it before has not seen it tested as it is stored.
    if (tested) actions.test(key);
    const waiting = key.used_by.filter((use) => !use.is_running);
    show({
      title: t("keys.added", { name: key.name }),
      tone: "good",
      ...(waiting.length > 0 && {
        text: t("keys.added_waiting", { count: waiting.length }),
        action: {
          label: t("keys.start_servers", { count: waiting.length }),
          testId: "toast-start-servers",
          run: () => actions.control(waiting, "start"),
        },
      }),
    });
  };
}

import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/problem-notice";
import { useToasts } from "@/components/toast-store";
import type { KeyView, UpdateKey } from "@/ipc/bindings";
import { useKeyChange } from "@/ipc/key-queries";
import {
  TARGET_FIELDS,
  type TargetField,
  targetErrors,
  targetOf,
  targetValues,
} from "../form/target";
import { TargetFields } from "../form/target-fields";
import { useRefusal } from "../form/use-refusal";
import type { ServerChoice } from "../server-choice";

export interface EditDialogProps {
  row: KeyView;
  servers: readonly ServerChoice[];
  onClose: () => void;
}

/** Changes what is known of a key. Its value stays, and so does its name: servers refer to it. */
export function EditDialog({ row, servers, onClose }: EditDialogProps) {
  const { t } = useTranslation();
  const id = useId();
  const show = useToasts((store) => store.show);
  const [values, setValues] = useState(() => targetValues(row.target));
  const [tried, setTried] = useState(false);
  const refusal = useRefusal(TARGET_FIELDS);
  const update = useKeyChange((client, request: UpdateKey) => client.keysUpdate(request));
  const errors = targetErrors(values);
  const changed =
    JSON.stringify(targetOf(values)) !== JSON.stringify(targetOf(targetValues(row.target)));

  const errorOf = (field: TargetField) => {
    const error = errors[field];
    if (error && (tried || error.endsWith("_shape"))) return t(`keys.errors.${error}`);
    return refusal.at(field);
  };
  const submit = () => {
    setTried(true);
    if (!changed || Object.keys(errors).length > 0) return;
    refusal.forget();
    update.mutate(
      { name: row.name, target: targetOf(values) },
      {
        onSuccess: () => {
          onClose();
          show({ title: t("keys.saved", { name: row.name }), tone: "good" });
        },
        onError: refusal.refuse,
      },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("keys.edit_title", { name: row.name })}
      description={t("keys.edit_description")}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={id}
            disabled={!changed}
            loading={update.isPending}
            data-testid="edit-key-submit"
          >
            {t("add.save")}
          </Button>
        </>
      }
    >
      <form
        id={id}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {refusal.general && (
          <ProblemNotice title={t("add.save_failed")} problem={refusal.general} />
        )}
        <TargetFields
          values={values}
          servers={servers}
          errorOf={errorOf}
          onChange={(field, changes) => {
            setValues((now) => ({ ...now, ...changes }));
            refusal.forget(field);
          }}
        />
      </form>
    </Dialog>
  );
}

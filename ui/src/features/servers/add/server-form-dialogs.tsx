import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { ErrorState } from "@/components/error-state";
import { Skeleton } from "@/components/skeleton";
import { toProblem } from "@/ipc/errors";
import type { Detail } from "../model";
import { useServer } from "../queries";
import { EXAMPLE_COMMAND, EXAMPLE_NAME } from "./example";
import { FormConsent } from "./form-consent";
import { ServerFields } from "./server-fields";
import { useSavedToast } from "./use-saved-toast";
import { type ServerFormState, useServerForm } from "./use-server-form";

export interface AddServerDialogProps {
  /** Begin with the example. */
  example: boolean;
  onClose: () => void;
}

/** Adds a server. What is typed is checked and shown as it will run. */
export function AddServerDialog({ example, onClose }: AddServerDialogProps) {
  const { t } = useTranslation();
  const toast = useSavedToast();
  const form = useServerForm({
    editing: null,
    ...(example ? { start: { name: EXAMPLE_NAME, commandLine: EXAMPLE_COMMAND } } : {}),
    onSaved: (saved) => {
      onClose();
      toast(saved, false);
    },
  });
  return (
    <FormDialog
      form={form}
      title={t("add.title")}
      description={t(form.values.type === "url" ? "add.description_url" : "add.description")}
      submit={t("add.submit")}
      onClose={onClose}
    />
  );
}

export interface EditServerDialogProps {
  id: string;
  onClose: () => void;
}

/** Changes a server. */
export function EditServerDialog({ id, onClose }: EditServerDialogProps) {
  const { t } = useTranslation();
  const server = useServer(id);
  if (server.data) return <EditForm detail={server.data} onClose={onClose} />;
  return (
    <Dialog open wide title={t("add.edit_title", { name: id })} onClose={onClose}>
      {server.error ? (
        <ErrorState
          title={t("add.edit_unavailable")}
          problem={toProblem(server.error)}
          onRetry={() => void server.refetch()}
        />
      ) : (
        <Skeleton className="h-64" />
      )}
    </Dialog>
  );
}

function EditForm({ detail, onClose }: { detail: Detail; onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useSavedToast();
  const form = useServerForm({
    editing: detail,
    onSaved: (saved) => {
      onClose();
      toast(saved, true);
    },
  });
  return (
    <FormDialog
      form={form}
      title={t("add.edit_title", { name: detail.name })}
      submit={t("add.save")}
      onClose={onClose}
    />
  );
}

interface FormDialogProps {
  form: ServerFormState;
  title: string;
  description?: string;
  submit: string;
  onClose: () => void;
}

/** The form, or in its place the question that it leads to. */
function FormDialog({ form, title, description, submit, onClose }: FormDialogProps) {
  const { t } = useTranslation();
  if (form.consent) return <FormConsent form={form} />;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={form.id}
            disabled={form.editing && !form.changed}
            loading={form.sending}
            data-testid="add-server-submit"
          >
            {submit}
          </Button>
        </>
      }
    >
      <ServerFields form={form} />
    </Dialog>
  );
}

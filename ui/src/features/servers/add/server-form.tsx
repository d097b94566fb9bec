import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Skeleton } from "@/components/skeleton";
import type { ServerDetail, ServerView } from "@/ipc/bindings";
import { ConsentDialog } from "../approve/consent-dialog";
import { ServerFields } from "./server-fields";
import { useSavedToast } from "./use-saved-toast";
import { type ServerFormState, useServerForm } from "./use-server-form";

export interface ServerFormProps {
  /** The server that is changed; none: a new one. */
  id?: string | undefined;
  /** That server as it is, `null` while it is not known. */
  initial: Pick<ServerDetail, "id" | "config"> | null;
  onSaved?: (saved: ServerView) => void;
  onCancel?: () => void;
}

/** Every setting of a server, within a page. What is saved is said; so is what it takes to apply. */
export function ServerForm({ id, initial, ...rest }: ServerFormProps) {
  if (id !== undefined && initial === null) return <Skeleton className="h-64" />;
  // Another server is another form.
  return <LoadedForm key={initial?.id ?? ""} initial={initial} {...rest} />;
}

function LoadedForm({ initial, onSaved, onCancel }: Omit<ServerFormProps, "id">) {
  const { t } = useTranslation();
  const toast = useSavedToast();
  const form = useServerForm({
    editing: initial,
    onSaved: (saved) => {
      toast(saved, initial !== null);
      onSaved?.(saved);
    },
  });
  return (
    <div className="flex flex-col gap-5">
      <ServerFields form={form} expanded />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          type="submit"
          form={form.id}
          disabled={form.editing && !form.changed}
          loading={form.sending}
          data-testid="server-form-save"
        >
          {t(form.editing ? "add.save" : "add.submit")}
        </Button>
        {(form.changed || !form.editing) && (
          <Button
            variant="quiet"
            data-testid="server-form-cancel"
            onClick={() => {
              form.reset();
              onCancel?.();
            }}
          >
            {t(form.editing ? "add.discard" : "common.cancel")}
          </Button>
        )}
      </div>
      <FormConsent form={form} />
    </div>
  );
}

/** The question that stands between the form and the console, while it does. */
export function FormConsent({ form }: { form: ServerFormState }) {
  if (!form.consent) return null;
  return (
    <ConsentDialog
      request={form.consent.request}
      check={form.consent.check}
      editing={form.editing}
      sending={form.sending}
      onAgree={() => void form.agree()}
      onBack={form.disagree}
    />
  );
}

import { ConsentDialog } from "../approve/consent-dialog";
import type { ServerFormState } from "./use-server-form";

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

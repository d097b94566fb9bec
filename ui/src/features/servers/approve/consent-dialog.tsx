import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import type { AddServer, ServerCheck } from "@/ipc/bindings";
import { ExactCommand } from "./exact-command";

export interface ConsentDialogProps {
  request: AddServer;
  check: ServerCheck;
  /** A server that exists already gets another command. */
  editing: boolean;
  sending: boolean;
  onAgree: () => void;
  onBack: () => void;
}

/** Shows exactly what will run before it is stored for the first time, and asks for a yes. */
export function ConsentDialog(props: ConsentDialogProps) {
  const { request, check, editing, sending, onAgree, onBack } = props;
  const { t } = useTranslation();
  const stdio = !request.url;
  return (
    <Dialog
      open
      wide
      onClose={onBack}
      title={t(stdio ? "approve.consent_title" : "approve.consent_title_url", {
        name: request.name,
      })}
      description={t(stdio ? "approve.consent_why" : "approve.consent_why_url")}
      footer={
        <>
          <Button variant="quiet" data-testid="consent-back" onClick={onBack}>
            {t("approve.back")}
          </Button>
          <Button variant="primary" loading={sending} data-testid="consent-agree" onClick={onAgree}>
            {t(editing ? "approve.save_and_allow" : "approve.add_and_allow")}
          </Button>
        </>
      }
    >
      <ExactCommand
        kind={stdio ? "stdio" : "http"}
        exact={check.exact}
        warnings={check.warnings}
        pairs={(stdio ? request.env : request.headers) ?? []}
        cwd={request.cwd ?? null}
        resolved={check.resolved}
      />
    </Dialog>
  );
}

import { Trash2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { useParam } from "@/lib/hash-location";
import { FormConsent } from "../add/form-consent";
import { ServerFields } from "../add/server-fields";
import { useSavedToast } from "../add/use-saved-toast";
import { useServerForm } from "../add/use-server-form";
import { Card } from "../detail/card";
import type { Detail } from "../model";
import { useServerActions } from "../server-actions";
import { focusField } from "./focus-field";
import { KeysCard } from "./keys-card";

export interface SettingsTabProps {
  detail: Detail;
  /** Whether one looks at it; while one does not, it keeps what was typed. */
  shown: boolean;
}

/** Everything that can be set of a server, and its removal. */
export function SettingsTab({ detail, shown }: SettingsTabProps) {
  const { t } = useTranslation();
  const actions = useServerActions();
  const toast = useSavedToast();
  const frame = useRef<HTMLDivElement>(null);
  const restarting = useRef(false);
  const runs = !["stopped", "failed", "stopping"].includes(detail.state);
  const form = useServerForm({
    editing: detail,
    keeps: true,
    onSaved: (saved) => {
      if (restarting.current) actions.controlById(saved.id, saved.name, "restart");
      else toast(saved, true);
    },
  });
  const { changed } = form;

  const [field, setField] = useParam("field");
  useEffect(() => {
    if (!shown || field === "" || !frame.current) return;
    focusField(frame.current, field);
    setField(null, { replace: true });
  }, [shown, field, setField]);

  // Enter in a field presses the first of the two buttons.
  const saves = (restart: boolean) => ({
    type: "submit" as const,
    form: form.id,
    disabled: !changed,
    loading: form.sending && restarting.current === restart,
    onClick: () => {
      restarting.current = restart;
    },
  });
  return (
    <div ref={frame} className="mx-auto flex w-full max-w-180 flex-col gap-4 p-4 sm:p-6">
      <div className="rounded-card border border-border bg-raised p-4">
        <ServerFields form={form} expanded />
      </div>
      <div className="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-2 border-border border-t bg-background px-1 py-3">
        <Button
          variant={runs ? "secondary" : "primary"}
          data-testid="settings-save"
          {...saves(false)}
        >
          {t("page.save")}
        </Button>
        {runs && (
          <Button variant="primary" data-testid="settings-save-restart" {...saves(true)}>
            {t("page.save_restart")}
          </Button>
        )}
        {changed && (
          <Button variant="quiet" data-testid="settings-discard" onClick={form.reset}>
            {t("page.discard")}
          </Button>
        )}
        <span role="status" className="ml-auto text-muted text-small">
          {changed ? t("page.unsaved") : ""}
        </span>
      </div>
      <KeysCard id={detail.id} />
      <Card title={t("page.danger")}>
        <div className="flex flex-wrap items-center gap-3">
          <p className="min-w-48 flex-1 text-muted">
            {t(runs ? "page.remove_running" : "page.remove_text")}
          </p>
          <Button data-testid="settings-remove" onClick={() => actions.remove(detail)}>
            <Trash2 aria-hidden size={14} className="text-danger" />
            <span className="text-danger">{t("page.remove")}</span>
          </Button>
        </div>
      </Card>
      <FormConsent form={form} />
    </div>
  );
}

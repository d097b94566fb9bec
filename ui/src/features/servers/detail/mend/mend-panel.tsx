import { KeyRound, PencilLine, RotateCw, ShieldCheck, TimerReset } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { FieldError } from "@/components/field";
import { useLocale } from "@/i18n/use-locale";
import { formatDuration } from "@/lib/format";
import { paths } from "@/lib/routes";
import { type Detail, remedyFor } from "../../model";
import { goTo, useServerActions } from "../../server-actions";
import { AddKey } from "./add-key";
import { InstallRuntime } from "./install-runtime";
import { SetVariable } from "./set-variable";
import { Unlock } from "./unlock";
import { useMend } from "./use-mend";

/** The one next step that would help a server that is down, and what came of it. */
export function MendPanel({ detail }: { detail: Detail }) {
  const mending = useMend(detail.id);
  return (
    <div className="flex flex-col items-start gap-2" data-testid="mend">
      <Step detail={detail} mending={mending} />
      {mending.problem && (
        <FieldError>
          {[mending.problem.message, mending.problem.hint].filter(Boolean).join(" ")}
        </FieldError>
      )}
    </div>
  );
}

interface StepProps {
  detail: Detail;
  mending: ReturnType<typeof useMend>;
}

function Step({ detail, mending }: StepProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const actions = useServerActions();
  const { busy, mend } = mending;
  const retry = () => mend({ kind: "retry" });
  const step = detail.mend ?? stepFor(detail);
  switch (step?.kind) {
    case undefined:
      return null;
    case "restart":
      return (
        <Button
          variant="primary"
          data-testid="mend-restart"
          onClick={() => actions.run(detail, "restart")}
        >
          <RotateCw aria-hidden size={14} />
          {t("servers.actions.restart")}
        </Button>
      );
    case "retry":
      return (
        <Button variant="primary" loading={busy} data-testid="mend-retry" onClick={retry}>
          <RotateCw aria-hidden size={14} />
          {t(detail.state === "backoff" ? "servers.actions.start_now" : "servers.actions.retry")}
        </Button>
      );
    case "approve":
      return (
        <Button
          variant="primary"
          data-testid="mend-approve"
          onClick={() => actions.run(detail, "approve")}
        >
          <ShieldCheck aria-hidden size={14} />
          {t("servers.actions.approve")}
        </Button>
      );
    case "set_variable":
      return <SetVariable key={step.name} name={step.name} busy={busy} onSet={mend} />;
    case "install_runtime":
      return (
        <InstallRuntime
          runtime={step.runtime}
          commands={step.commands}
          busy={busy}
          onRetry={retry}
        />
      );
    case "raise_start_timeout":
      return (
        <>
          <p>{t("detail.mend.had_time", { time: formatDuration(step.from_ms, locale) })}</p>
          <Button
            variant="primary"
            loading={busy}
            data-testid="mend-raise"
            onClick={() => mend({ kind: "raise_start_timeout", to_ms: step.to_ms })}
          >
            <TimerReset aria-hidden size={14} />
            {t("detail.mend.allow", { time: formatDuration(step.to_ms, locale) })}
          </Button>
        </>
      );
    case "add_key":
      return <AddKey key={step.name} name={step.name} busy={busy} onStored={retry} />;
    case "unlock_vault":
      return <Unlock busy={busy} onUnlocked={retry} />;
    case "open_keys":
      return (
        <Button variant="primary" data-testid="mend-open-keys" onClick={() => goTo(paths.keys())}>
          <KeyRound aria-hidden size={14} />
          {t("detail.mend.open_keys")}
        </Button>
      );
    case "edit":
      return (
        <Button
          variant="primary"
          data-testid="mend-edit"
          onClick={() => goTo(paths.server(detail.id, "settings"), { field: step.field })}
        >
          <PencilLine aria-hidden size={14} />
          {t("detail.mend.edit")}
        </Button>
      );
  }
}

/** What helps where the console names nothing better. */
function stepFor(detail: Detail): { kind: "restart" | "retry" | "approve" } | null {
  const remedy = remedyFor(detail);
  return remedy && { kind: remedy };
}

import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/problem-notice";
import { openAbove } from "../go-to";
import type { ServerChoice } from "../server-choice";
import { VaultBanner } from "../vault/vault-banner";
import { FoundKeys } from "./found-keys";
import { ImportReport } from "./import-report";
import { placeOf } from "./model";
import { PlacePicker } from "./place-picker";
import { type KeyImportState, useKeyImport } from "./use-key-import";

export interface KeyImportProps {
  /** Where to look, as the address says it. */
  from: string;
  servers: readonly ServerChoice[];
  onClose: () => void;
}

/** Finds secrets that stand in plain text, and moves those that are chosen into the vault. */
export function KeyImport({ from, servers, onClose }: KeyImportProps) {
  const { t } = useTranslation();
  const id = useId();
  const place = placeOf(from);
  const state = useKeyImport(place);
  const { chosen, report, vault } = state;
  const why = useWhyNot(state);
  // What is under way has a report, which nobody would see.
  const close = () => {
    if (!state.sending) onClose();
  };
  const serverName = (server: string) => servers.find((one) => one.id === server)?.name ?? server;

  if (report) {
    const { asked: entries, again } = state;
    return <ImportReport {...{ report, entries, serverName, onClose }} onAgain={again} />;
  }
  return (
    <Dialog
      open
      wide
      onClose={close}
      title={t("key_import.title")}
      description={t(`key_import.description.${vault?.kind ?? "keychain"}`)}
      footer={
        <>
          <p
            id={`${id}-why`}
            role="status"
            className="mr-auto min-w-0 text-muted text-small empty:hidden max-sm:w-full"
          >
            {why}
          </p>
          <Button variant="quiet" disabled={state.sending} onClick={close}>
            {t("common.cancel")}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={id}
            disabled={why !== null}
            aria-describedby={`${id}-why`}
            loading={state.sending}
            data-testid="key-import-submit"
          >
            {chosen.length === 0
              ? t("key_import.submit_none")
              : t("key_import.submit", { count: chosen.length })}
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
          if (why === null) void state.submit();
        }}
      >
        {vault && vault.status !== "ready" && <VaultBanner vault={vault} />}
        <PlacePicker place={place} state={state} onPlace={(next) => openAbove("import", next)} />
        {state.refusal && (
          <ProblemNotice title={t("key_import.import_failed")} problem={state.refusal} />
        )}
        <FoundKeys place={place} state={state} />
      </form>
    </Dialog>
  );
}

/** Why nothing can be imported now, in a few words; `null`: it can. */
function useWhyNot(state: KeyImportState): string | null {
  const { t } = useTranslation();
  const { vault, problem, preview, entries, chosen, wrong, reading } = state;
  if (reading && !preview) return "";
  if (vault && vault.status !== "ready") return t("key_import.vault_closed");
  if (problem || !preview || !entries.some((entry) => entry.possible)) {
    return t("key_import.nothing_here");
  }
  if (chosen.length === 0) return t("key_import.nothing_chosen");
  return wrong > 0 ? t("key_import.wrong", { count: wrong }) : null;
}

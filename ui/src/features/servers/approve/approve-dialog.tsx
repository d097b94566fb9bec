import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { ErrorState } from "@/components/error-state";
import { ProblemNotice } from "@/components/problem-notice";
import { Skeleton } from "@/components/skeleton";
import type { Problem } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { useServerCommands } from "../commands";
import type { Detail, Row } from "../model";
import { useServer } from "../queries";
import { ExactCommand } from "./exact-command";

/** Shows all that a server will run, and asks for a yes. */
export function ApproveDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t } = useTranslation();
  const server = useServer(row.id);
  const commands = useServerCommands();
  const [busy, setBusy] = useState<"approve" | "start" | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  const approve = async (start: boolean) => {
    setBusy(start ? "start" : "approve");
    setProblem(null);
    try {
      await commands.approve(row.id);
      if (start) await commands.control(row.id, "start");
      onClose();
    } catch (thrown) {
      setProblem(toProblem(thrown));
      setBusy(null);
    }
  };

  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("approve.title", { name: row.name })}
      description={t("approve.description")}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            disabled={!server.data || busy !== null}
            loading={busy === "approve"}
            data-testid="approve-confirm"
            onClick={() => void approve(false)}
          >
            {t("approve.confirm")}
          </Button>
          <Button
            variant="primary"
            disabled={!server.data || busy !== null}
            loading={busy === "start"}
            data-testid="approve-start"
            onClick={() => void approve(true)}
          >
            {t("approve.confirm_start")}
          </Button>
        </>
      }
    >
      {problem && <ProblemNotice problem={problem} />}
      {server.data ? (
        <ExactOf detail={server.data} />
      ) : server.error ? (
        <ErrorState
          title={t("errors.internal")}
          problem={toProblem(server.error)}
          onRetry={() => void server.refetch()}
        />
      ) : (
        <Skeleton className="h-40" />
      )}
    </Dialog>
  );
}

function ExactOf({ detail }: { detail: Detail }) {
  const { transport } = detail.config;
  const stdio = transport.kind === "stdio";
  return (
    <ExactCommand
      kind={transport.kind}
      exact={detail.exact}
      warnings={detail.warnings}
      pairs={(stdio ? transport.env : transport.headers) ?? []}
      cwd={stdio ? (transport.cwd ?? null) : null}
    />
  );
}

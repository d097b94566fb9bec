import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useToasts } from "@/components/toast-store";
import { toProblem } from "@/ipc/errors";
import { copyText } from "@/lib/copy-text";
import { navigate, splitHash, withParams } from "@/lib/hash-location";
import { paths, type ServerTab } from "@/lib/routes";
import { type Control, useServerCommands } from "./commands";
import type { Action, Row } from "./model";

/** What the parts of the page can do to a server. Failures are shown; nothing is thrown. */
export interface ServerActions {
  run: (row: Row, action: Action) => void;
  /** Starts or restarts a server that the list may not show yet. */
  controlById: (id: string, name: string, control: "start" | "restart") => void;
  runAll: (control: "start" | "stop") => void;
  /** Removes at once and offers undo. */
  remove: (row: Row) => void;
  open: (row: Row, tab?: ServerTab) => void;
  /** Opens its settings: on its page where that is open, else above the list. */
  edit: (row: Pick<Row, "id">) => void;
  copy: (text: string) => void;
}

const ServerActionsContext = createContext<ServerActions | null>(null);

/** The actions. */
export function useServerActions(): ServerActions {
  const actions = useContext(ServerActionsContext);
  if (!actions) throw new Error("useServerActions needs a ServerActionsProvider above it");
  return actions;
}

/** Goes to a server's page, or back to the list; filters stay as they are. */
export function goTo(path: string, changes: Readonly<Record<string, string | null>> = {}): void {
  const { search } = splitHash(window.location.hash);
  navigate(
    withParams(path, search, { add: null, edit: null, import: null, approve: null, ...changes }),
  );
}

/** Gives the actions to everything below. */
export function ServerActionsProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const commands = useServerCommands();
  const show = useToasts((store) => store.show);

  const actions = useMemo<ServerActions>(() => {
    const control = async (row: Pick<Row, "id" | "name">, which: Control) => {
      try {
        await commands.control(row.id, which);
      } catch (thrown) {
        const action = t(`servers.actions.${which}`);
        const title = t("servers.action_failed", { action, name: row.name });
        show({ title, problem: toProblem(thrown) });
      }
    };

    const remove = async (row: Row) => {
      try {
        await commands.remove(row.id);
        if (splitHash(window.location.hash).path.startsWith(paths.server(row.id))) {
          goTo(paths.servers());
        }
        const ran = row.state !== "stopped" && row.state !== "failed";
        show({
          title: t(ran ? "servers.removed_running" : "servers.removed", { name: row.name }),
          action: {
            label: t("common.undo"),
            testId: "toast-undo",
            run: () => void restore(row, ran),
          },
        });
      } catch (thrown) {
        const action = t("servers.actions.remove");
        const title = t("servers.action_failed", { action, name: row.name });
        show({ title, problem: toProblem(thrown) });
      }
    };

    const restore = async (row: Row, ran: boolean) => {
      try {
        const view = await commands.restore(row.id);
        // Undo means as it was: what ran before runs again.
        if (ran && view.approved && view.state === "stopped") {
          await commands.control(row.id, "start");
        }
      } catch (thrown) {
        show({
          title: t("servers.restore_failed", { name: row.name }),
          problem: toProblem(thrown),
        });
      }
    };

    const runAll = async (which: "start" | "stop") => {
      try {
        const count = await commands.controlAll(which);
        const none = which === "start" ? "servers.asked_start_none" : "servers.asked_stop_none";
        const some = which === "start" ? "servers.asked_start" : "servers.asked_stop";
        show({ title: count === 0 ? t(none) : t(some, { count }) });
      } catch (thrown) {
        const title = t(which === "start" ? "servers.start_all" : "servers.stop_all");
        show({ title, problem: toProblem(thrown) });
      }
    };

    const copy = async (text: string) => {
      const copied = await copyText(text);
      show({ title: t(copied ? "common.copied" : "common.copy_failed") });
    };

    return {
      run: (row, action) => {
        if (action === "approve") goTo(currentPath(), { approve: row.id });
        else void control(row, action);
      },
      controlById: (id, name, which) => void control({ id, name }, which),
      runAll: (which) => void runAll(which),
      remove: (row) => void remove(row),
      open: (row, tab) => goTo(paths.server(row.id, tab)),
      edit: (row) => {
        const onPage = currentPath().startsWith(paths.server(row.id));
        if (onPage) goTo(paths.server(row.id, "settings"));
        else goTo(paths.servers(), { edit: row.id });
      },
      copy: (text) => void copy(text),
    };
  }, [commands, show, t]);

  return <ServerActionsContext value={actions}>{children}</ServerActionsContext>;
}

function currentPath(): string {
  return splitHash(window.location.hash).path;
}

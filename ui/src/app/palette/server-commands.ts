import {
  Blocks,
  FileDown,
  Logs,
  type LucideIcon,
  Play,
  Plug,
  Plus,
  RotateCw,
  ShieldQuestionMark,
  SlidersHorizontal,
  Square,
  Trash2,
} from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useToasts } from "@/components/toast-store";
import { type Action, actionsFor, type Row, shownState } from "@/features/servers/model";
import { useServers } from "@/features/servers/queries";
import { useServerActions } from "@/features/servers/server-actions";
import { type BilingualTemplate, useBilingual } from "@/i18n/use-bilingual";
import { useClient } from "@/ipc/client-context";
import { navigate } from "@/lib/hash-location";
import { type PaletteCommand, usePaletteSource } from "@/lib/palette";
import { paths } from "@/lib/routes";
import { useRun } from "./use-run";

const CONTROLS: Record<Action, LucideIcon> = {
  start: Play,
  stop: Square,
  restart: RotateCw,
  approve: ShieldQuestionMark,
};

/** Offers every server: its page, and whatever can be done to it now. */
export function useServerCommands(): void {
  const { t } = useTranslation();
  const { say, template } = useBilingual();
  const client = useClient();
  const rows = useServers().data;
  const actions = useServerActions();
  const show = useToasts((store) => store.show);
  const run = useRun();

  const exportLog = useCallback(
    async (row: Row) => {
      const saved = await client.logsExport(row.id);
      show({
        title: t("palette.exported", { name: row.name }),
        text: saved.path,
        tone: "good",
        action: {
          label: t("palette.reveal"),
          run: () => run(t("palette.reveal"), () => client.desktopReveal(saved.path)),
        },
      });
    },
    [client, run, show, t],
  );

  const source = useCallback((): PaletteCommand[] => {
    const templates = new Map<string, BilingualTemplate>();
    const say1 = (key: Parameters<typeof template>[0], name: string) => {
      const known = templates.get(key) ?? template(key);
      templates.set(key, known);
      return known(name);
    };
    const of = (row: Row): PaletteCommand[] => {
      const words = [row.id, ...row.tags];
      const make = (
        id: string,
        icon: LucideIcon,
        key: Parameters<typeof template>[0],
        act: () => void,
      ): PaletteCommand => {
        const { label, keywords } = say1(key, row.name);
        return {
          id: `server:${row.id}:${id}`,
          group: "servers",
          icon,
          label,
          keywords: [...keywords, ...words],
          onlySearched: true,
          run: act,
        };
      };
      const go = (tab: Parameters<typeof paths.server>[1]) => () =>
        navigate(paths.server(row.id, tab));
      return [
        {
          ...make("open", Plug, "palette.server.open", go("overview")),
          note: t(`states.${shownState(row)}`),
          onlySearched: false,
        },
        ...actionsFor(row).map((action) =>
          make(action, CONTROLS[action], `palette.server.${action}`, () =>
            action === "approve" ? navigate(paths.approveServer(row.id)) : actions.run(row, action),
          ),
        ),
        make("log", Logs, "palette.server.log", go("log")),
        make("explorer", Blocks, "palette.server.explorer", go("explorer")),
        make("settings", SlidersHorizontal, "palette.server.settings", go("settings")),
        make("export", FileDown, "palette.server.export", () =>
          run(t("palette.server.export", { name: row.name }), () => exportLog(row)),
        ),
        make("remove", Trash2, "palette.server.remove", () => actions.remove(row)),
      ];
    };
    const all: PaletteCommand[] = [
      {
        id: "servers:add",
        group: "actions",
        icon: Plus,
        ...say("palette.actions.add"),
        shortcut: "add_server",
        run: () => navigate(paths.addServer()),
      },
      {
        id: "servers:start_all",
        group: "actions",
        icon: Play,
        ...say("palette.actions.start_all"),
        run: () => actions.runAll("start"),
      },
      {
        id: "servers:stop_all",
        group: "actions",
        icon: Square,
        ...say("palette.actions.stop_all"),
        run: () => actions.runAll("stop"),
      },
    ];
    return [...all, ...(rows ?? []).flatMap(of)];
  }, [rows, actions, say, template, t, run, exportLog]);

  usePaletteSource("servers", source);
}

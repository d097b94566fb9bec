import {
  Bell,
  BellOff,
  CheckCheck,
  LogIn,
  LogOut,
  type LucideIcon,
  PackageMinus,
  PackagePlus,
  Stethoscope,
} from "lucide-react";
import { useCallback } from "react";
import { type Bilingual, useBilingual } from "@/i18n/use-bilingual";
import { useDesktop, useInstallCli, useStartAtLogin } from "@/ipc/desktop-queries";
import { useNotices, usePauseNotices, useReadNotices } from "@/ipc/notice-queries";
import { navigate } from "@/lib/hash-location";
import { type PaletteCommand, usePaletteSource } from "@/lib/palette";
import { paths } from "@/lib/routes";
import { useRun } from "./use-run";

/** Offers notifications, doctor, start at login and the command-line tool. */
export function useSystemCommands(): void {
  const { say } = useBilingual();
  const notices = useNotices().data;
  const desktop = useDesktop().data;
  const { mutateAsync: pause } = usePauseNotices();
  const { mutateAsync: read } = useReadNotices();
  const { mutateAsync: startAtLogin } = useStartAtLogin();
  const { mutateAsync: installCli } = useInstallCli();
  const run = useRun();

  const source = useCallback((): PaletteCommand[] => {
    const ask = (
      id: string,
      icon: LucideIcon,
      text: Bilingual,
      wanted: () => Promise<unknown>,
    ): PaletteCommand => ({
      id,
      group: "actions",
      icon,
      ...text,
      run: () => run(text.label, wanted),
    });
    const commands: PaletteCommand[] = [
      {
        id: "doctor",
        group: "actions",
        icon: Stethoscope,
        ...say("palette.actions.doctor"),
        run: () => navigate(paths.doctor()),
      },
    ];
    if (notices) {
      commands.push(
        notices.paused
          ? ask("notices:resume", Bell, say("palette.actions.resume"), () => pause(false))
          : ask("notices:pause", BellOff, say("palette.actions.pause"), () => pause(true)),
      );
    }
    if (notices && notices.unread > 0) {
      const text = say("palette.actions.read_all");
      commands.push(ask("notices:read", CheckCheck, text, () => read([])));
    }
    if (desktop?.start_at_login === false) {
      const text = say("palette.actions.login_on");
      commands.push(ask("login:on", LogIn, text, () => startAtLogin(true)));
    }
    if (desktop?.start_at_login === true) {
      const text = say("palette.actions.login_off");
      commands.push(ask("login:off", LogOut, text, () => startAtLogin(false)));
    }
    if (desktop?.cli.kind === "available") {
      const text = say("palette.actions.install_cli");
      commands.push(ask("cli:install", PackagePlus, text, () => installCli(true)));
    }
    if (desktop?.cli.kind === "installed" && desktop.cli.ours) {
      const text = say("palette.actions.uninstall_cli");
      commands.push(ask("cli:uninstall", PackageMinus, text, () => installCli(false)));
    }
    return commands;
  }, [say, notices, desktop, pause, read, startAtLogin, installCli, run]);

  usePaletteSource("system", source);
}

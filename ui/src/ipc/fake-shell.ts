/** Notices, the desktop's place in the system, and the doctor of the fake console. */
import type { DesktopState, NoticePage } from "./bindings";
import type { ConsoleClient } from "./client";
import type { FakeAnswer } from "./fake-answer";

type Shell = Pick<
  ConsoleClient,
  | "noticesList"
  | "noticesRead"
  | "noticesClear"
  | "noticesPause"
  | "desktopState"
  | "desktopStartAtLogin"
  | "desktopInstallCli"
  | "desktopUninstallCli"
  | "desktopReveal"
  | "doctorRun"
  | "doctorFix"
>;

/** The methods of the shell. */
export function fakeShell(answer: FakeAnswer): Shell {
  let page: NoticePage = { notices: [], unread: 0, paused: false };
  let desktop: DesktopState = { start_at_login: false, tray: true, cli: { kind: "available" } };
  const report = { status: "ok" as const, checks: [] };
  return {
    noticesList: () => answer("noticesList", () => page),
    noticesRead: () => answer("noticesRead", () => page),
    noticesClear: () => answer("noticesClear", () => page),
    noticesPause: (paused) =>
      answer("noticesPause", () => {
        page = { ...page, paused };
        return page;
      }),
    desktopState: () => answer("desktopState", () => desktop),
    desktopStartAtLogin: (start) =>
      answer("desktopStartAtLogin", () => {
        desktop = { ...desktop, start_at_login: start };
        return desktop;
      }),
    desktopInstallCli: () =>
      answer("desktopInstallCli", () => {
        desktop = {
          ...desktop,
          cli: { kind: "installed", path: "/home/ana/.local/bin/mcpctl", ours: true },
        };
        return desktop;
      }),
    desktopUninstallCli: () =>
      answer("desktopUninstallCli", () => {
        desktop = { ...desktop, cli: { kind: "available" } };
        return desktop;
      }),
    desktopReveal: () => answer("desktopReveal", () => {}),
    doctorRun: () => answer("doctorRun", () => report),
    doctorFix: () => answer("doctorFix", () => report),
  };
}

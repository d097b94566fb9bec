/** Notices, the desktop's place in the system, and the doctor of the fake console. */
import type {
  CacheTag,
  Delivery,
  DesktopState,
  DoctorReport,
  EventKind,
  Notice,
  NoticeKind,
  NoticePage,
} from "./bindings";
import type { ConsoleClient } from "./client";
import type { FakeAnswer } from "./fake-answer";
import { sampleNotices, sampleReport, worstOf } from "./fake-shell-samples";

/** How the shell of the fake begins. */
export interface FakeShellOptions {
  notices?: Notice[];
  paused?: boolean;
  report?: DoctorReport;
  desktop?: Partial<DesktopState>;
}

type Methods = Pick<
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

/** What tests and scenarios do to the shell. */
export interface FakeShellHandles {
  /** Lets something happen that a person should hear of. */
  notify(kind: NoticeKind, delivery?: Delivery): void;
  /** Sends an event that has no method of its own. */
  happen(kind: EventKind): void;
}

/** The methods of the shell. */
export function fakeShell(
  answer: FakeAnswer,
  options: FakeShellOptions,
  publish: (kind: EventKind, tags: CacheTag[]) => void,
): Methods & FakeShellHandles {
  let notices = options.notices ?? sampleNotices(Date.now());
  let paused = options.paused ?? false;
  let report = options.report ?? sampleReport();
  let desktop: DesktopState = {
    start_at_login: false,
    tray: true,
    cli: { kind: "available" },
    ...options.desktop,
  };
  const page = (): NoticePage => ({
    notices,
    unread: notices.filter((notice) => !notice.read).length,
    paused,
  });
  const changed = (): NoticePage => {
    publish({ type: "notices_changed" }, ["notices"]);
    return page();
  };
  const desktopIs = (changes: Partial<DesktopState>): DesktopState => {
    desktop = { ...desktop, ...changes };
    return desktop;
  };
  return {
    noticesList: () => answer("noticesList", page),
    noticesRead: (ids) =>
      answer("noticesRead", () => {
        const meant = (notice: Notice) => ids.length === 0 || ids.includes(notice.id);
        notices = notices.map((one) => (meant(one) ? { ...one, read: true } : one));
        return changed();
      }),
    noticesClear: () =>
      answer("noticesClear", () => {
        notices = [];
        return changed();
      }),
    noticesPause: (wanted) =>
      answer("noticesPause", () => {
        paused = wanted;
        return changed();
      }),
    desktopState: () => answer("desktopState", () => desktop),
    desktopStartAtLogin: (start) =>
      answer("desktopStartAtLogin", () => desktopIs({ start_at_login: start })),
    desktopInstallCli: () =>
      answer("desktopInstallCli", () =>
        desktopIs({ cli: { kind: "installed", path: "/home/ana/.local/bin/mcpctl", ours: true } }),
      ),
    desktopUninstallCli: () =>
      answer("desktopUninstallCli", () => desktopIs({ cli: { kind: "available" } })),
    desktopReveal: () => answer("desktopReveal", () => {}),
    doctorRun: () => answer("doctorRun", () => report),
    doctorFix: (id) =>
      answer("doctorFix", () => {
        const checks = report.checks.map((check) =>
          check.id === id
            ? {
                ...check,
                status: "ok" as const,
                message: "It was mended.",
                fix: null,
                fixable: false,
              }
            : check,
        );
        report = { status: worstOf(checks), checks };
        return report;
      }),
    notify: (kind, delivery = paused ? "paused" : "shown") => {
      const id = (notices[0]?.id ?? 0) + 1;
      const notice = { id, at: new Date().toISOString(), kind, read: false, delivery };
      notices = [notice, ...notices];
      publish({ type: "notice_added", notice }, ["notices"]);
    },
    happen: (kind) => publish(kind, []),
  };
}

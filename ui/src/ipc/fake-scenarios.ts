/** What the window can be looked at with: `npm run dev:fake`, then `/?scenario=many#/servers`. */
import type { Problem, Settings } from "./bindings";
import { createFakeClient, type FakeClient, type FakeOptions } from "./fake";
import { longServers, manyServers } from "./fake-samples";
import { schemaCatalog } from "./fake-schemas";
import { manyNotices, sampleReport } from "./fake-shell-samples";
import { troubledServers } from "./fake-trouble";

const UNREACHABLE: Problem = {
  code: "database_damaged",
  message: "The database file is damaged; it was kept aside as console.db.damaged.",
  hint: "Restore a copy from the backups folder, or start with an empty database.",
};

/** Every scenario, and how its fake behaves. */
const SCENARIOS: Readonly<Record<string, () => FakeOptions>> = {
  empty: () => ({ servers: [], shell: { notices: [] } }),
  error: () => ({
    failing: {
      serversList: UNREACHABLE,
      serversShow: UNREACHABLE,
      noticesList: UNREACHABLE,
      desktopState: UNREACHABLE,
      doctorRun: UNREACHABLE,
      hostInfo: UNREACHABLE,
    },
  }),
  loading: () => ({
    hanging: ["serversList", "serversShow", "noticesList", "desktopState", "doctorRun", "hostInfo"],
  }),
  many: () => ({ servers: manyServers(), shell: { notices: manyNotices(Date.now()) } }),
  long: () => ({ servers: longServers() }),
  /** A server for each way of being down. */
  trouble: () => ({ servers: troubledServers() }),
  flood: () => ({ flood: 20_000, logLines: 5_000 }),
  /** The first start: nothing is set up, and the first steps open. */
  first: () => ({ servers: [], shell: { notices: [] } }),
  /** Tools whose schemas are trouble. */
  schemas: () => ({ explorer: { catalog: schemaCatalog() } }),
  /** Nothing to complain of. */
  healthy: () => ({ shell: { report: sampleReport("ok"), notices: [] } }),
  /** What a check finds that the console can mend. */
  broken: () => ({ shell: { report: sampleReport("fail"), paused: true } }),
  /** No tray, no start at login, no command-line tool. */
  bare: () => ({
    shell: { desktop: { start_at_login: null, tray: false, cli: { kind: "missing" } } },
  }),
  /** The command-line tool is where the shell does not look. */
  off_path: () => ({
    shell: {
      desktop: {
        start_at_login: true,
        cli: {
          kind: "off_path",
          path: "/home/ana/.local/bin/mcpctl",
          line: 'export PATH="$HOME/.local/bin:$PATH"',
        },
      },
    },
  }),
};

/** The fake that the page's address asks for: `?scenario=many&theme=dark&language=pt-BR`. */
export function fakeFromAddress(search: string): FakeClient {
  const params = new URLSearchParams(search);
  const scenario = params.get("scenario") ?? "";
  const settings: Settings = {
    language: params.get("language") === "pt-BR" ? "pt-BR" : "en",
    theme: params.get("theme") === "dark" ? "dark" : "light",
    density: params.get("density") === "compact" ? "compact" : "comfortable",
    onboarded: scenario !== "first",
  };
  return createFakeClient({ settings, flood: 2, ...SCENARIOS[scenario]?.() });
}

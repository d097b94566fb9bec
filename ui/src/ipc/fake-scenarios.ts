/** What the window can be looked at with: `npm run dev:fake`, then `/?scenario=many#/servers`. */
import type { KeyImportPreview, Problem, Settings } from "./bindings";
import { createFakeClient, type FakeClient, type FakeOptions } from "./fake";
import { longKeys, manyKeys, sampleKeys } from "./fake-key-samples";
import { keyedKeys, keyedServers } from "./fake-key-trouble";
import { longServers, manyServers } from "./fake-samples";
import { schemaCatalog } from "./fake-schemas";
import { manyNotices, sampleReport } from "./fake-shell-samples";
import { troubledServers } from "./fake-trouble";

const NO_KEYCHAIN: Problem = {
  code: "keychain_unavailable",
  message: "No keychain answers: the name is not activatable.",
  hint: "Start or install a keychain (GNOME Keyring, KWallet, KeePassXC), or choose an encrypted file.",
};

const LOCKED: Problem = {
  code: "keychain_locked",
  message: "The keychain is locked.",
  hint: "Unlock it on the Keys page.",
};

const KEYS_FILE = "/home/ana/.local/share/mcp-console/keys.age";

const UNREACHABLE: Problem = {
  code: "database_damaged",
  message: "The database file is damaged; it was kept aside as console.db.damaged.",
  hint: "Restore a copy from the backups folder, or start with an empty database.",
};

const LOOSE: Problem = {
  code: "invalid_input",
  message: "Others on this computer may read /home/ana/.mcp/.env (mode 644).",
  hint: "Run `chmod 600 /home/ana/.mcp/.env`, then read it again.",
  field: "path",
  details: { mode: "644", command: "chmod 600 /home/ana/.mcp/.env" },
};

const NOTHING: KeyImportPreview = { found: [], problems: [] };

/** Every scenario, and how its fake behaves. */
const SCENARIOS: Readonly<Record<string, () => FakeOptions>> = {
  empty: () => ({
    servers: [],
    shell: { notices: [] },
    keys: {
      keys: { ...sampleKeys(Date.now()), keys: [], missing: [] },
      previews: { env_file: NOTHING, servers: NOTHING, clients: NOTHING },
    },
  }),
  /** The keychain is locked. */
  locked: () => {
    const keys = sampleKeys(Date.now());
    keys.vault = { ...keys.vault, status: "locked", problem: LOCKED };
    keys.keys = keys.keys.map((key) => ({ ...key, status: "unavailable" }));
    return { keys: { keys } };
  },
  /** Keys are in an encrypted file, which is locked; `file`: which is open. */
  locked_file: () => {
    const keys = sampleKeys(Date.now());
    keys.vault = { kind: "file", status: "locked", problem: LOCKED, file: KEYS_FILE };
    keys.keys = keys.keys.map((key) => ({ ...key, status: "unavailable" }));
    return { keys: { keys, passphrase: "correct horse battery" } };
  },
  file: () => {
    const keys = sampleKeys(Date.now());
    keys.vault = { kind: "file", status: "ready", problem: null, file: KEYS_FILE };
    return { keys: { keys } };
  },
  /** There is no keychain. */
  no_keychain: () => {
    const keys = sampleKeys(Date.now());
    keys.vault = { ...keys.vault, status: "unavailable", problem: NO_KEYCHAIN };
    keys.keys = keys.keys.map((key) => ({ ...key, status: "unavailable" }));
    return { keys: { keys } };
  },
  error: () => ({
    failing: {
      serversList: UNREACHABLE,
      serversShow: UNREACHABLE,
      keysList: UNREACHABLE,
      noticesList: UNREACHABLE,
      desktopState: UNREACHABLE,
      doctorRun: UNREACHABLE,
      hostInfo: UNREACHABLE,
    },
  }),
  loading: () => ({
    hanging: [
      "serversList",
      "serversShow",
      "keysList",
      "noticesList",
      "desktopState",
      "doctorRun",
      "hostInfo",
    ],
  }),
  many: () => ({
    servers: manyServers(),
    keys: { keys: manyKeys(Date.now()) },
    shell: { notices: manyNotices(Date.now()) },
  }),
  long: () => ({ servers: longServers(), keys: { keys: longKeys(Date.now()) } }),
  /** A server for each way of being down. */
  trouble: () => ({
    servers: [...troubledServers(), ...keyedServers()],
    keys: { keys: keyedKeys(Date.now()) },
  }),
  /** Servers whose keys lie in a file that is locked. */
  trouble_locked: () => {
    const keys = keyedKeys(Date.now());
    keys.vault = { kind: "file", status: "locked", problem: LOCKED, file: KEYS_FILE };
    return { servers: keyedServers(), keys: { keys, passphrase: "correct horse battery" } };
  },
  /** The file of variables can be read by others. */
  loose_file: () => ({ failing: { keysPreview: LOOSE } }),
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

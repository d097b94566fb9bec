/** Keys, their vault and the network of the fake console. Values are taken and forgotten. */
import type {
  CacheTag,
  EventKind,
  KeyImportPreview,
  KeyList,
  KeySource,
  KeyView,
  NetworkSettings,
  Problem,
} from "./bindings";
import type { ConsoleClient } from "./client";
import { ProblemError } from "./errors";
import type { FakeAnswer } from "./fake-answer";
import { type FakePreviews, importOf, SAMPLE_PREVIEWS } from "./fake-key-import";
import { sampleKey, sampleKeys, sampleTest } from "./fake-key-samples";

/** How the keys of the fake begin. */
export interface FakeKeyOptions {
  keys?: KeyList;
  previews?: FakePreviews;
  /** The passphrase of the encrypted file; any where none is given. */
  passphrase?: string;
  /** How a test ends. */
  test?: Parameters<typeof sampleTest>[1];
}

type Methods = Pick<
  ConsoleClient,
  | "keysList"
  | "keysAdd"
  | "keysRotate"
  | "keysUpdate"
  | "keysRemove"
  | "keysTest"
  | "keysTestAll"
  | "keysTry"
  | "keysPreview"
  | "keysImport"
  | "vaultUnlock"
  | "vaultChoose"
  | "networkGet"
  | "networkSet"
>;

/** The methods, and what becomes of keys when servers change. */
export interface FakeKeys {
  methods: Methods;
  /** A server was started: it runs with the present values. */
  started(server: string): void;
}

function refuse(problem: Problem): never {
  throw new ProblemError(problem);
}

/** The methods of keys. */
export function fakeKeys(
  answer: FakeAnswer,
  options: FakeKeyOptions,
  publish: (kind: EventKind, tags: CacheTag[]) => void,
): FakeKeys {
  let list = options.keys ?? sampleKeys(Date.now());
  let network: NetworkSettings = { proxy: null, no_proxy: null, ca_file: null };
  const changed = (changes: Partial<KeyList>) => {
    list = { ...list, ...changes };
    publish({ type: "keys_changed" }, ["keys", "servers"]);
  };
  const previewOf = ({ kind }: KeySource): KeyImportPreview =>
    options.previews?.[kind] ?? SAMPLE_PREVIEWS[kind];
  const find = (name: string): KeyView =>
    list.keys.find((key) => key.name === name) ??
    refuse({ code: "not_found", message: `There is no key ${name}.` });
  const put = (key: KeyView): KeyView => {
    const others = list.keys.filter((other) => other.name !== key.name);
    const keys = [...others, key].sort((a, b) => a.name.localeCompare(b.name));
    changed({ keys, missing: list.missing.filter((missing) => missing.name !== key.name) });
    return key;
  };
  const tested = (key: KeyView): KeyView => ({
    ...key,
    last_test: sampleTest(Date.now(), { at: new Date().toISOString(), ...options.test }),
    test_is_stale: false,
  });
  const opened = (): KeyView[] =>
    list.keys.map((key) => (key.status === "unavailable" ? { ...key, status: "ready" } : key));
  const methods: Methods = {
    keysList: () => answer("keysList", () => list),
    keysAdd: ({ name, target }) =>
      answer("keysAdd", () => {
        if (list.keys.some((key) => key.name === name)) {
          refuse({
            code: "duplicate_name",
            message: `There is a key ${name} already.`,
            hint: "Choose another name, or rotate that key.",
            field: "name",
          });
        }
        const now = Date.now();
        const missing = list.missing.find((one) => one.name === name);
        const at = new Date(now).toISOString();
        return put(
          sampleKey(name, now, {
            target: target ?? { kind: "other" },
            created_at: at,
            rotated_at: at,
            used_by: missing?.used_by ?? [],
          }),
        );
      }),
    keysRotate: ({ name }) =>
      answer("keysRotate", () => {
        const key = find(name);
        const used_by = key.used_by.map((use) => ({ ...use, is_outdated: use.is_running }));
        const rotated_at = new Date().toISOString();
        const test_is_stale = key.last_test !== null;
        const next = put({ ...key, status: "ready", rotated_at, used_by, test_is_stale });
        return { key: next, to_restart: used_by.filter((use) => use.is_outdated) };
      }),
    keysUpdate: ({ name, target }) => answer("keysUpdate", () => put({ ...find(name), target })),
    keysRemove: ({ name, force }) =>
      answer("keysRemove", () => {
        const key = find(name);
        if (key.used_by.length > 0 && !force) {
          refuse({
            code: "key_in_use",
            message: `${key.used_by.length} servers use the key ${name}.`,
            hint: "Take the reference out of these servers first, or remove it all the same.",
            details: { servers: key.used_by.map((use) => use.server) },
          });
        }
        changed({ keys: list.keys.filter((other) => other.name !== name) });
      }),
    keysTest: (name) => answer("keysTest", () => put(tested(find(name)))),
    keysTestAll: () =>
      answer("keysTestAll", () => {
        const keys = list.keys.map((key) => (key.target.kind === "other" ? key : tested(key)));
        changed({ keys });
        return list;
      }),
    keysTry: () => answer("keysTry", () => sampleTest(Date.now(), options.test)),
    keysPreview: (source) => answer("keysPreview", () => previewOf(source)),
    keysImport: (request) =>
      answer("keysImport", () => {
        const names = list.keys.map((key) => key.name);
        const report = importOf(request, previewOf(request.source), names);
        for (const { name, target } of request.choices) {
          if (!report.stored.includes(name)) continue;
          put(sampleKey(name, Date.now(), { target: target ?? { kind: "other" } }));
        }
        return report;
      }),
    vaultUnlock: ({ passphrase }) =>
      answer("vaultUnlock", () => {
        const { kind } = list.vault;
        const wanted = kind === "file" ? options.passphrase : undefined;
        if (wanted !== undefined && passphrase !== wanted) {
          refuse({
            code: "keychain_denied",
            message: "The passphrase is wrong.",
            hint: "Try again; it cannot be recovered.",
            field: "passphrase",
          });
        }
        changed({ vault: { ...list.vault, status: "ready", problem: null }, keys: opened() });
        return list.vault;
      }),
    vaultChoose: ({ kind }) =>
      answer("vaultChoose", () => {
        const file = kind === "file" ? "/home/ana/.local/share/mcp-console/keys.age" : null;
        changed({ vault: { kind, status: "ready", problem: null, file }, keys: opened() });
        return list.vault;
      }),
    networkGet: () => answer("networkGet", () => network),
    networkSet: (settings) =>
      answer("networkSet", () => {
        network = settings;
        return network;
      }),
  };
  return {
    methods,
    started: (server) => {
      list = {
        ...list,
        keys: list.keys.map((key) => ({
          ...key,
          used_by: key.used_by.map((use) =>
            use.server === server ? { ...use, is_running: true, is_outdated: false } : use,
          ),
        })),
      };
    },
  };
}

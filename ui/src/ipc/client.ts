/**
 * The window's one way to the console. Everything above this file sees `ConsoleClient`; only this
 * file and the generated bindings know that a desktop shell answers.
 *
 * Invariant: every method rejects with a `ProblemError` and nothing else.
 */
import { Channel } from "@tauri-apps/api/core";
import {
  type AddKey,
  type AddServer,
  type BulkReport,
  type BulkRequest,
  type CallEvent,
  type CallRecord,
  type CallRequest,
  type CatalogView,
  type ChooseVault,
  type CompletionRequest,
  type ConsoleEvents,
  commands,
  type DesktopState,
  type DoctorReport,
  events,
  type FoundServers,
  type HostInfo,
  type ImportPreview,
  type ImportReport,
  type ImportRequest,
  type ImportSource,
  type KeyImportPreview,
  type KeyImportReport,
  type KeyImportRequest,
  type KeyList,
  type KeyRotated,
  type KeySource,
  type KeyTest,
  type KeyView,
  type LogLine,
  type LogTail,
  type MendRequest,
  type NetworkSettings,
  type NoticePage,
  type Problem,
  type QuestionAnswer,
  type RemoveKey,
  type RotateKey,
  type SavedFile,
  type ServerCheck,
  type ServerDetail,
  type ServerView,
  type Settings,
  type UnlockVault,
  type UpdateKey,
  type UpdateServer,
  type VaultView,
} from "./bindings";
import { toProblemError } from "./errors";

/** Ends a subscription; calling it twice does nothing more. */
export type Unsubscribe = () => void;

/** What the window asks of the console. */
export interface ConsoleClient {
  serversList(): Promise<ServerView[]>;
  serversShow(id: string): Promise<ServerDetail>;
  /** Adds a server; adding is consent to its command. */
  serversAdd(request: AddServer): Promise<ServerView>;
  serversApprove(id: string): Promise<ServerView>;
  /** Start, stop and restart answer at once with the state after the request was taken. */
  serversStart(id: string): Promise<ServerView>;
  serversStop(id: string): Promise<ServerView>;
  serversRestart(id: string): Promise<ServerView>;
  /** How many servers were asked. */
  serversStartAll(): Promise<number>;
  serversStopAll(): Promise<number>;
  /** Stops and removes; `serversRestore` puts it back, stopped, with its history. */
  serversRemove(id: string): Promise<ServerDetail>;
  serversRestore(id: string): Promise<ServerView>;
  /** What is known of a server that is typed in; `editing` is the one that is changed. */
  serversCheck(request: AddServer, editing: string | null): Promise<ServerCheck>;
  /** Changes a configuration; a running instance keeps the old one until it restarts. */
  serversUpdate(request: UpdateServer): Promise<ServerDetail>;
  /** One thing for many servers; what fails for one does not stop the others. */
  serversBulk(request: BulkRequest): Promise<BulkReport>;
  /** Mends a server and starts it again. */
  serversMend(id: string, request: MendRequest): Promise<ServerView>;
  /** What an import would do; nothing is changed. */
  importsPreview(source: ImportSource): Promise<ImportPreview>;
  /** Adds the chosen entries; they need approval before their first start. */
  importsApply(request: ImportRequest): Promise<ImportReport>;
  /** Servers that other programs on this machine have. */
  importsFound(): Promise<FoundServers[]>;
  /** Everything that a running server offers. */
  explorerCatalog(id: string): Promise<CatalogView>;
  /** Calls something of a server; resolves with how it ended, also when that was an error. */
  explorerCall(request: CallRequest, onEvent: (event: CallEvent) => void): Promise<CallRecord>;
  explorerAnswer(question: string, answer: QuestionAnswer): Promise<void>;
  explorerCancel(call: string): Promise<void>;
  /** The last calls of a server, newest first. */
  explorerCalls(id: string): Promise<CallRecord[]>;
  explorerComplete(request: CompletionRequest): Promise<string[]>;
  /** Writes the whole result of a call to the user's downloads. */
  explorerSave(call: string): Promise<SavedFile>;
  /** Writes a server's whole log to the user's downloads. */
  logsExport(id: string): Promise<SavedFile>;
  /** The keys, the vault that they live in, and the names that servers refer to in vain. */
  keysList(): Promise<KeyList>;
  keysAdd(request: AddKey): Promise<KeyView>;
  /** Gives a key a new value; tells which servers run with the old one. */
  keysRotate(request: RotateKey): Promise<KeyRotated>;
  /** Changes what is known of a key; its value stays. */
  keysUpdate(request: UpdateKey): Promise<KeyView>;
  /** Rejects with `key_in_use` while servers refer to it, unless forced. */
  keysRemove(request: RemoveKey): Promise<void>;
  keysTest(name: string): Promise<KeyView>;
  keysTestAll(): Promise<KeyList>;
  /** Tests a value that is being typed in; nothing is stored. */
  keysTry(request: AddKey): Promise<KeyTest>;
  /** Secrets that stand in plain text; nothing is changed. */
  keysPreview(source: KeySource): Promise<KeyImportPreview>;
  keysImport(request: KeyImportRequest): Promise<KeyImportReport>;
  vaultUnlock(request: UnlockVault): Promise<VaultView>;
  vaultChoose(request: ChooseVault): Promise<VaultView>;
  networkGet(): Promise<NetworkSettings>;
  networkSet(settings: NetworkSettings): Promise<NetworkSettings>;
  noticesList(): Promise<NoticePage>;
  /** Marks notices as read; all where `ids` is empty. */
  noticesRead(ids: number[]): Promise<NoticePage>;
  noticesClear(): Promise<NoticePage>;
  noticesPause(paused: boolean): Promise<NoticePage>;
  desktopState(): Promise<DesktopState>;
  desktopStartAtLogin(start: boolean): Promise<DesktopState>;
  desktopInstallCli(): Promise<DesktopState>;
  desktopUninstallCli(): Promise<DesktopState>;
  /** Shows a saved file in the system's file manager. */
  desktopReveal(path: string): Promise<void>;
  doctorRun(): Promise<DoctorReport>;
  /** Applies the fix of one check, then runs them all again. */
  doctorFix(check: string): Promise<DoctorReport>;
  /** The last `lines` lines of a server's log, oldest first. */
  serversLogs(id: string, lines: number): Promise<LogTail>;
  /** New lines in batches, from now on. */
  followLogs(id: string, onLines: (lines: LogLine[]) => void): Promise<Unsubscribe>;
  hostInfo(): Promise<HostInfo>;
  settingsGet(): Promise<Settings>;
  settingsSet(settings: Settings): Promise<Settings>;
  /** Coalesced batches of events. */
  onEvents(onBatch: (batch: ConsoleEvents) => void): Promise<Unsubscribe>;
  /** Why the console could not start; nothing else can be asked then. */
  startupProblem(): Promise<Problem | null>;
  /** The first page is drawn; the window may be shown. */
  ready(): Promise<void>;
}

/** The client of the desktop window. */
export function createDesktopClient(): ConsoleClient {
  return {
    serversList: () => call(commands.serversList()),
    serversShow: (id) => call(commands.serversShow(id)),
    serversAdd: (request) => call(commands.serversAdd(request)),
    serversApprove: (id) => call(commands.serversApprove(id)),
    serversStart: (id) => call(commands.serversStart(id)),
    serversStop: (id) => call(commands.serversStop(id)),
    serversRestart: (id) => call(commands.serversRestart(id)),
    serversStartAll: () => call(commands.serversStartAll()),
    serversStopAll: () => call(commands.serversStopAll()),
    serversRemove: (id) => call(commands.serversRemove(id)),
    serversRestore: (id) => call(commands.serversRestore(id)),
    serversCheck: (request, editing) => call(commands.serversCheck(request, editing)),
    serversUpdate: (request) => call(commands.serversUpdate(request)),
    serversBulk: (request) => call(commands.serversBulk(request)),
    serversMend: (id, request) => call(commands.serversMend(id, request)),
    importsPreview: (source) => call(commands.importsPreview(source)),
    importsApply: (request) => call(commands.importsApply(request)),
    importsFound: () => call(commands.importsFound()),
    explorerCatalog: (id) => call(commands.explorerCatalog(id)),
    explorerCall,
    explorerAnswer: (question, answer) => done(commands.explorerAnswer(question, answer)),
    explorerCancel: (id) => done(commands.explorerCancel(id)),
    explorerCalls: (id) => call(commands.explorerCalls(id)),
    explorerComplete: (request) => call(commands.explorerComplete(request)),
    explorerSave: (id) => call(commands.explorerSave(id)),
    logsExport: (id) => call(commands.logsExport(id)),
    keysList: () => call(commands.keysList()),
    keysAdd: (request) => call(commands.keysAdd(request)),
    keysRotate: (request) => call(commands.keysRotate(request)),
    keysUpdate: (request) => call(commands.keysUpdate(request)),
    keysRemove: (request) => done(commands.keysRemove(request)),
    keysTest: (name) => call(commands.keysTest(name)),
    keysTestAll: () => call(commands.keysTestAll()),
    keysTry: (request) => call(commands.keysTry(request)),
    keysPreview: (source) => call(commands.keysPreview(source)),
    keysImport: (request) => call(commands.keysImport(request)),
    vaultUnlock: (request) => call(commands.vaultUnlock(request)),
    vaultChoose: (request) => call(commands.vaultChoose(request)),
    networkGet: () => call(commands.networkGet()),
    networkSet: (settings) => call(commands.networkSet(settings)),
    noticesList: () => call(commands.noticesList()),
    noticesRead: (ids) => call(commands.noticesRead(ids)),
    noticesClear: () => call(commands.noticesClear()),
    noticesPause: (paused) => call(commands.noticesPause(paused)),
    desktopState: () => call(commands.desktopState()),
    desktopStartAtLogin: (start) => call(commands.desktopStartAtLogin(start)),
    desktopInstallCli: () => call(commands.desktopInstallCli()),
    desktopUninstallCli: () => call(commands.desktopUninstallCli()),
    desktopReveal: (path) => done(commands.desktopReveal(path)),
    doctorRun: () => call(commands.doctorRun()),
    doctorFix: (check) => call(commands.doctorFix(check)),
    serversLogs: (id, lines) => call(commands.serversLogs(id, lines)),
    followLogs,
    hostInfo: () => call(commands.hostInfo()),
    startupProblem: () => call(commands.startupProblem()),
    settingsGet: () => call(commands.settingsGet()),
    settingsSet: (settings) => call(commands.settingsSet(settings)),
    onEvents: async (onBatch) => {
      const unlisten = await call(events.consoleEvents.listen((event) => onBatch(event.payload)));
      return once(unlisten);
    },
    ready: () => done(commands.windowReady()),
  };
}

async function followLogs(id: string, onLines: (lines: LogLine[]) => void): Promise<Unsubscribe> {
  const subscription = await call(commands.serversLogsFollow(id));
  let follows = true;
  // Asked for and not sent: while this view draws, nothing piles up on the way to it.
  const follow = async () => {
    while (follows) {
      const lines = await commands.logsNext(subscription);
      if (follows && lines.length > 0) onLines(lines);
    }
  };
  // It ends when its server is removed.
  follow().catch(() => {});
  return once(() => {
    follows = false;
    commands.logsUnfollow(subscription).catch(() => {});
  });
}

async function explorerCall(
  request: CallRequest,
  onEvent: (event: CallEvent) => void,
): Promise<CallRecord> {
  const channel = new Channel<CallEvent>();
  channel.onmessage = onEvent;
  return await call(commands.explorerCall(request, channel));
}

async function done(answer: Promise<unknown>): Promise<void> {
  await call(answer);
}

async function call<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    throw toProblemError(thrown);
  }
}

function once(run: () => void): Unsubscribe {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}

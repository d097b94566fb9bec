/** The addresses of the window. Nobody writes one by hand. */

/** A part of a server's page. */
export type ServerTab = "overview" | "log" | "explorer" | "settings";

/** Every part, in the order of the tabs. */
export const SERVER_TABS = ["overview", "log", "explorer", "settings"] as const;

/** One of the first steps. */
export type WelcomeStep = "import" | "connect" | "done";

/** Every step, in order. */
export const WELCOME_STEPS = ["import", "connect", "done"] as const;

/** Patterns, for the router. */
export const patterns = {
  servers: "/servers",
  server: "/servers/:id/:tab?",
  keys: "/keys",
  doctor: "/doctor",
  notices: "/notifications",
  settings: "/settings",
  welcome: "/welcome/:step?",
} as const;

/** Addresses, for links. */
export const paths = {
  servers: () => "/servers",
  /** The page of servers with those that need someone. */
  attention: () => "/servers?view=attention",
  /** The page of servers with its dialog to add one. */
  addServer: () => "/servers?add=new",
  /** The page of servers with its dialog to import some. */
  importServers: () => "/servers?import=text",
  /** The page of servers with the question whether a command may run. */
  approveServer: (id: string) => `/servers?approve=${encodeURIComponent(id)}`,
  server: (id: string, tab: ServerTab = "overview") =>
    `/servers/${encodeURIComponent(id)}${tab === "overview" ? "" : `/${tab}`}`,
  keys: () => "/keys",
  /** The page of keys with the detail of one. */
  key: (name: string) => `/keys?key=${encodeURIComponent(name)}`,
  /** The page of keys with its dialog to add one, its name filled in where it is known. */
  addKey: (name = "") => `/keys?add=${encodeURIComponent(name)}`,
  /** The page of keys with its dialog to give a key a new value. */
  rotateKey: (name: string) => `/keys?rotate=${encodeURIComponent(name)}`,
  /** The page of keys with its dialog to bring keys in from a place. */
  importKeys: (from: "env" | "servers" | "clients" = "env") => `/keys?import=${from}`,
  doctor: () => "/doctor",
  notices: () => "/notifications",
  settings: () => "/settings",
  welcome: (step: WelcomeStep = "import") => `/welcome${step === "import" ? "" : `/${step}`}`,
};

/** Whether a path is one of the first steps. */
export function isWelcome(path: string): boolean {
  return path === "/welcome" || path.startsWith("/welcome/");
}

/**
 * An address that something outside of the window asked for, such as the one of a clicked
 * notification; `null` for one that the window does not have.
 */
export function knownPath(asked: string): string | null {
  const path = asked.split("?")[0] ?? "";
  const roots = [
    patterns.servers,
    patterns.keys,
    patterns.doctor,
    patterns.notices,
    patterns.settings,
  ];
  return roots.some((root) => path === root || path.startsWith(`${root}/`)) ? asked : null;
}

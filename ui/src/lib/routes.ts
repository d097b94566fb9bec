/** The addresses of the window. Nobody writes one by hand. */

/** A part of a server's page. */
export type ServerTab = "overview" | "log" | "explorer" | "settings";

/** Every part, in the order of the tabs. */
export const SERVER_TABS = ["overview", "log", "explorer", "settings"] as const;

/** Patterns, for the router. */
export const patterns = {
  servers: "/servers",
  server: "/servers/:id/:tab?",
  doctor: "/doctor",
  notices: "/notifications",
  settings: "/settings",
} as const;

/** Addresses, for links. */
export const paths = {
  servers: () => "/servers",
  server: (id: string, tab: ServerTab = "overview") =>
    `/servers/${encodeURIComponent(id)}${tab === "overview" ? "" : `/${tab}`}`,
  doctor: () => "/doctor",
  notices: () => "/notifications",
  settings: () => "/settings",
};

/** The addresses of the window. Nobody writes one by hand. */

/** A part of a server's drawer. */
export type ServerTab = "overview" | "log";

/** Patterns, for the router. */
export const patterns = {
  /** The list, and above it the drawer of a server. One pattern, so that the list stays. */
  servers: "/servers/:id?/:tab?",
  settings: "/settings",
} as const;

/** Addresses, for links. */
export const paths = {
  servers: () => "/servers",
  server: (id: string, tab: ServerTab = "overview") =>
    `/servers/${encodeURIComponent(id)}${tab === "log" ? "/log" : ""}`,
  settings: () => "/settings",
};

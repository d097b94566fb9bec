/** What a server is called; `null` for one that was removed. The shell knows the servers. */
export type ServerNameOf = (id: string) => string | null;

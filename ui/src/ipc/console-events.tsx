/** The console's events, for those who show one as it happens. What is shown for long is a query. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import type { EventKind } from "./bindings";
import { useClient } from "./client-context";
import { connectEvents } from "./events";

type Listener = (kind: EventKind) => void;

const Listeners = createContext<Set<Listener> | null>(null);

/** Keeps the cache in step with the console, and passes its events on to everything below. */
export function ConsoleEventsProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const queries = useQueryClient();
  const [listeners] = useState(() => new Set<Listener>());
  useEffect(
    () =>
      connectEvents(client, queries, (kind) => {
        for (const listener of listeners) listener(kind);
      }),
    [client, queries, listeners],
  );
  return <Listeners value={listeners}>{children}</Listeners>;
}

/** Hears of each event while the caller is mounted. Events can be lost; nothing may depend on one. */
export function useConsoleEvents(hear: Listener): void {
  const listeners = useContext(Listeners);
  if (!listeners) throw new Error("useConsoleEvents needs a ConsoleEventsProvider above it");
  const latest = useRef(hear);
  useEffect(() => {
    latest.current = hear;
  });
  useEffect(() => {
    const listener: Listener = (kind) => latest.current(kind);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, [listeners]);
}

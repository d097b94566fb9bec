/**
 * Events make cached answers stale. Under a storm of events each key is reloaded at most once at
 * a time: what arrives while a reload runs is collected and reloaded after it, so nothing is
 * missed and nothing piles up.
 */
import type { QueryClient } from "@tanstack/react-query";
import type { CacheTag, ConsoleEvents, EventKind } from "./bindings";
import type { ConsoleClient, Unsubscribe } from "./client";
import { keyOfTag } from "./query-keys";

/** Reloads the queries of stale tags. */
export class Invalidator {
  readonly #queries: QueryClient;
  readonly #stale = new Set<CacheTag>();
  #everything = false;
  #running = false;

  constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  /** Takes a batch of events; resolves when what they made stale is fresh again. */
  async take(batch: ConsoleEvents): Promise<void> {
    // What was lost is unknown, so everything is stale.
    if (batch.lagged) this.#everything = true;
    for (const event of batch.events) {
      for (const tag of event.tags) this.#stale.add(tag);
    }
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#everything || this.#stale.size > 0) await this.#reloadStale();
    } finally {
      this.#running = false;
    }
  }

  async #reloadStale(): Promise<void> {
    const everything = this.#everything;
    const tags = [...this.#stale];
    this.#everything = false;
    this.#stale.clear();
    if (everything) await this.#queries.invalidateQueries();
    else await Promise.all(tags.map((tag) => this.#reload(tag)));
  }

  async #reload(tag: CacheTag): Promise<void> {
    const queryKey = keyOfTag(tag);
    if (queryKey) await this.#queries.invalidateQueries({ queryKey });
  }
}

/**
 * Keeps the cache in step with the console until the returned function is called; `hear` gets
 * each event as it arrives.
 */
export function connectEvents(
  client: ConsoleClient,
  queries: QueryClient,
  hear: (kind: EventKind) => void = () => {},
): Unsubscribe {
  const invalidator = new Invalidator(queries);
  let ended = false;
  let end: Unsubscribe | null = null;
  client
    .onEvents((batch) => {
      void invalidator.take(batch);
      for (const event of batch.events) hear(event.kind);
    })
    .then((unsubscribe) => {
      if (ended) {
        unsubscribe();
        return;
      }
      end = unsubscribe;
      // What changed between the first answers and this moment was announced to nobody.
      void queries.invalidateQueries();
    })
    .catch(() => {
      // Without events the window still works: answers are reloaded when it gets the focus.
      queries.setDefaultOptions({
        queries: { ...queries.getDefaultOptions().queries, staleTime: 0 },
      });
    });
  return () => {
    ended = true;
    end?.();
  };
}

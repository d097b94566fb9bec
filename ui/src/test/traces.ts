/** Where a secret is still to be found in the window after it should be gone. */
import type { QueryClient } from "@tanstack/react-query";

type Fields = NodeListOf<HTMLInputElement | HTMLTextAreaElement>;

/** Every place that still has it: the document, what fields hold, caches, the address, storage. */
export function tracesOf(secret: string, queries: QueryClient): string[] {
  const fields: Fields = document.querySelectorAll("input, textarea");
  const places: Record<string, unknown> = {
    document: document.documentElement.outerHTML,
    fields: [...fields].map((field) => field.value),
    queries: queries
      .getQueryCache()
      .getAll()
      .map((query) => query.state),
    mutations: queries
      .getMutationCache()
      .getAll()
      .map((mutation) => mutation.state),
    address: window.location.href,
    storage: { ...localStorage, ...sessionStorage },
  };
  return Object.entries(places)
    .filter(([, held]) => JSON.stringify(held).includes(secret))
    .map(([place]) => place);
}

import { useState } from "react";

/** What was looked at since the caller was mounted, with what is looked at now. */
export function useVisited<Value>(now: Value): ReadonlySet<Value> {
  const [visited, setVisited] = useState<ReadonlySet<Value>>(() => new Set([now]));
  if (!visited.has(now)) {
    const next = new Set(visited).add(now);
    setVisited(next);
    return next;
  }
  return visited;
}

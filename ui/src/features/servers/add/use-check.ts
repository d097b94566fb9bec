import { useEffect, useRef, useState } from "react";
import type { AddServer, ServerCheck } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";

/** How long nothing must be typed before the console is asked, milliseconds. */
export const CHECK_AFTER_MS = 250;

/** An answer, and what it is about. */
interface Answer<Subject> {
  subject: Subject;
  request: string;
  check: ServerCheck;
}

/**
 * Asks the console about a request as it is typed: once typing pauses, and never with an answer to
 * something older in place of a newer one. `subject` comes back with the answer.
 */
export function useCheck<Subject>(
  request: AddServer | null,
  subject: Subject,
  editing: string | null,
) {
  const client = useClient();
  const [answer, setAnswer] = useState<Answer<Subject> | null>(null);
  const text = request && JSON.stringify(request);
  const latest = useRef({ text, request, subject });
  useEffect(() => {
    latest.current = { text, request, subject };
  });

  useEffect(() => {
    if (text === null) return;
    const timer = setTimeout(() => {
      const asked = latest.current;
      if (!asked.request) return;
      client.serversCheck(asked.request, editing).then(
        (check) => {
          if (latest.current.text !== text) return;
          setAnswer({ subject: asked.subject, request: text, check });
        },
        () => {
          // Only a hint while one types; it is asked again, and must answer, before anything is done.
        },
      );
    }, CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, client, editing]);

  return {
    answer,
    /** The answer about exactly this request: the one that is known, or a new one. */
    ask: async (now: AddServer): Promise<ServerCheck> => {
      const asked = JSON.stringify(now);
      if (answer?.request === asked) return answer.check;
      const check = await client.serversCheck(now, editing);
      setAnswer({ subject, request: asked, check });
      return check;
    },
  };
}

/** What of a log is looked for and left out, as the address of the page has it. */
import { useMemo } from "react";
import type { LogStream } from "@/ipc/bindings";
import { useParam } from "@/lib/hash-location";
import { LOG_LEVELS } from "./level";
import type { LevelChoice } from "./log-reader";

/** Every level, worst first, and the lines that have none. */
export const LEVEL_CHOICES: readonly LevelChoice[] = [...LOG_LEVELS, "none"];
/** Everything that writes into a log. */
export const STREAMS = ["stderr", "stdout", "protocol", "console"] as const satisfies LogStream[];

export interface LogAddress {
  query: string;
  setQuery: (query: string) => void;
  onlyMatches: boolean;
  setOnlyMatches: (only: boolean) => void;
  hiddenLevels: ReadonlySet<LevelChoice>;
  hiddenStreams: ReadonlySet<LogStream>;
  /** Hides what is shown, shows what is hidden. */
  toggle: (what: LevelChoice | LogStream) => void;
  showAll: () => void;
}

/** The address, and how to change it. */
export function useLogAddress(): LogAddress {
  const [query, setQuery] = useParam("find");
  const [only, setOnly] = useParam("only");
  const [hide, setHide] = useParam("hide");
  return useMemo(() => {
    const hidden = new Set(hide.split(","));
    return {
      query,
      setQuery: (next) => setQuery(next, { replace: true }),
      onlyMatches: only === "matches",
      setOnlyMatches: (next) => setOnly(next ? "matches" : null, { replace: true }),
      hiddenLevels: new Set(LEVEL_CHOICES.filter((one) => hidden.has(one))),
      hiddenStreams: new Set(STREAMS.filter((one) => hidden.has(one))),
      toggle: (what) => {
        const next = [...LEVEL_CHOICES, ...STREAMS].filter(
          (one) => hidden.has(one) !== (one === what),
        );
        setHide(next.join(","), { replace: true });
      },
      showAll: () => setHide(null, { replace: true }),
    };
  }, [query, setQuery, only, setOnly, hide, setHide]);
}

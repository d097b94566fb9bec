import { useSyncExternalStore } from "react";
import type { LogReader } from "./log-reader";

/** One thing of a reader, renewed when it changes; it must be a plain value or keep its identity. */
export function useReading<Value>(reader: LogReader, select: (reader: LogReader) => Value): Value {
  return useSyncExternalStore(reader.subscribe, () => select(reader));
}

/** Rows for tests of the list. */

import { type Row, rowOf } from "@/features/servers/model";
import { type SampleOptions, sample } from "@/ipc/fake-samples";

/** The moment at which they were answered. */
export const NOW = 1_800_000_000_000;

/** A row of the list. */
export function row(name: string, options: Omit<SampleOptions, "name"> = {}): Row {
  const detail = sample({ name, ...options });
  const { config: _c, history: _h, warnings: _w, exact: _e, mend: _m, ...view } = detail;
  return rowOf(view, NOW);
}

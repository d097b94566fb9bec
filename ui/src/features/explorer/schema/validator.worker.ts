/** Checks values beside the window, so that a schema that takes for ever holds up nobody. */
import { type Checked, check } from "./check";
import type { Json } from "./json";

/** A question to this worker. */
export interface CheckRequest {
  id: number;
  schema: unknown;
  value: Json;
}

/** Its answer. */
export interface CheckAnswer {
  id: number;
  checked: Checked;
}

self.addEventListener("message", ({ data }: MessageEvent<CheckRequest>) => {
  const answer: CheckAnswer = { id: data.id, checked: check(data.schema, data.value) };
  self.postMessage(answer);
});

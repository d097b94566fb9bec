/**
 * Checks values against schemas of strangers. A pattern or a union of unions can take longer than
 * the universe, so this runs in a worker that is ended when its time is up.
 */
import { type Checked, check } from "./check";
import type { Json } from "./json";
import type { CheckAnswer, CheckRequest } from "./validator.worker";

/** How long one check may take, milliseconds. */
export const CHECK_MS = 2_000;

interface Waiting {
  request: CheckRequest;
  resolve: (checked: Checked) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** The worker; `none` where there are no workers. */
let worker: Worker | null | "none" = null;
let lastId = 0;
const waiting = new Map<number, Waiting>();

/** Checks a value. Never rejects. */
export function validate(schema: unknown, value: Json): Promise<Checked> {
  lastId += 1;
  const request: CheckRequest = { id: lastId, schema, value };
  const running = theWorker();
  if (!running) return Promise.resolve(checkHere(request));
  return new Promise((resolve) => {
    const timer = setTimeout(() => giveUp(request.id), CHECK_MS);
    waiting.set(request.id, { request, resolve, timer });
    running.postMessage(request);
  });
}

/** The validator leaves notes in the schema, so it gets its own. */
function checkHere({ schema, value }: CheckRequest): Checked {
  return check(structuredClone(schema), value);
}

function theWorker(): Worker | null {
  if (worker === "none") return null;
  if (worker) return worker;
  if (typeof Worker === "undefined") {
    worker = "none";
    return null;
  }
  worker = new Worker(new URL("./validator.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<CheckAnswer>) =>
    settle(data.id, data.checked),
  );
  worker.addEventListener("error", () => {
    // It cannot be loaded: what waits is checked here, and so is everything from now on.
    worker = "none";
    for (const { request } of [...waiting.values()]) settle(request.id, checkHere(request));
  });
  return worker;
}

function settle(id: number, checked: Checked): void {
  const one = waiting.get(id);
  if (!one) return;
  waiting.delete(id);
  clearTimeout(one.timer);
  one.resolve(checked);
}

/** Ends the worker: it cannot be interrupted otherwise. What else waited for it is not known. */
function giveUp(id: number): void {
  if (worker && worker !== "none") worker.terminate();
  worker = null;
  for (const other of [...waiting.keys()].filter((one) => one !== id)) {
    settle(other, { kind: "unchecked", reason: "too_slow", message: "" });
  }
  settle(id, { kind: "unchecked", reason: "too_slow", message: "" });
}

/** What the servers of the fake console offer, and what calls of it answer. */
import type { ConsoleClient } from "./client";
import { ProblemError } from "./errors";
import type { FakeAnswer } from "./fake-answer";

type Explorer = Pick<
  ConsoleClient,
  | "explorerCatalog"
  | "explorerCall"
  | "explorerAnswer"
  | "explorerCancel"
  | "explorerCalls"
  | "explorerComplete"
  | "explorerSave"
>;

/** The methods of the explorer. */
export function fakeExplorer(answer: FakeAnswer): Explorer {
  return {
    explorerCatalog: () =>
      answer("explorerCatalog", () => ({
        tools: [],
        resources: [],
        templates: [],
        prompts: [],
        quarantined: [],
        instructions: null,
        completes: false,
      })),
    explorerCall: () =>
      answer("explorerCall", () => {
        throw new ProblemError({ code: "not_running", message: "The server is not up." });
      }),
    explorerAnswer: () => answer("explorerAnswer", () => {}),
    explorerCancel: () => answer("explorerCancel", () => {}),
    explorerCalls: () => answer("explorerCalls", () => []),
    explorerComplete: () => answer("explorerComplete", () => []),
    explorerSave: () =>
      answer("explorerSave", () => ({ path: "/home/ana/Downloads/call.json", bytes: 2_048 })),
  };
}

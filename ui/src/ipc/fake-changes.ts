/** Checks, changes and imports of the fake console. */
import type { ConsoleClient } from "./client";
import type { FakeAnswer } from "./fake-answer";

type Changes = Pick<ConsoleClient, "importsPreview" | "importsApply" | "importsFound">;

/** The methods of imports. */
export function fakeImports(answer: FakeAnswer): Changes {
  return {
    importsPreview: () =>
      answer("importsPreview", () => ({ format: "mcp_servers" as const, entries: [], notes: [] })),
    importsApply: () => answer("importsApply", () => ({ added: [], skipped: [] })),
    importsFound: () => answer("importsFound", () => []),
  };
}

/** What the fake's tools ask in the middle of a call. */
import type { QuestionKind } from "./bindings";

const ELICITATION = {
  message: "Please provide inputs for the following fields:",
  requestedSchema: {
    type: "object",
    properties: {
      name: { title: "String", type: "string", description: "Your full, legal name" },
      check: { title: "Boolean", type: "boolean", description: "Agree to the terms" },
      email: { title: "Email", type: "string", format: "email" },
      integer: { title: "Integer", type: "integer", minimum: 1, maximum: 100, default: 42 },
      hero: {
        type: "string",
        title: "Titled Single Select Enum",
        oneOf: [
          { const: "hero-1", title: "Superman" },
          { const: "hero-2", title: "Green Lantern" },
        ],
        default: "hero-1",
      },
      fish: {
        type: "array",
        title: "Titled Multiple Select Enum",
        minItems: 1,
        maxItems: 3,
        items: {
          anyOf: [
            { const: "fish-1", title: "Tuna" },
            { const: "fish-2", title: "Salmon" },
          ],
        },
        default: ["fish-1"],
      },
    },
    required: ["name"],
  },
};

/** The question of a tool; `null` where it asks nothing. */
export function questionOf(
  tool: string,
  given: Record<string, unknown>,
): { kind: QuestionKind; params: unknown } | null {
  switch (tool) {
    case "trigger-elicitation-request":
      return { kind: "elicitation", params: ELICITATION };
    case "trigger-url-elicitation":
      return {
        kind: "elicitation",
        params: {
          mode: "url",
          message: "Please open the link to complete this action.",
          url: String(given.url),
          elicitationId: "1",
        },
      };
    case "trigger-sampling-request":
      return {
        kind: "sampling",
        params: {
          messages: [
            { role: "user", content: { type: "text", text: `Context: ${String(given.prompt)}` } },
          ],
          systemPrompt: "You are a helpful test server.",
          maxTokens: given.maxTokens,
          temperature: 0.7,
          modelPreferences: { hints: [{ name: "claude-3" }], costPriority: 0.2 },
        },
      };
    case "get-roots-list":
      return { kind: "roots", params: {} };
    default:
      return null;
  }
}

/** What the servers of the fake console offer: the offer of server-everything, and schemas from hell. */
import type { CatalogView, PromptArgument, ToolView } from "./bindings";

const READ_ONLY = { readOnlyHint: true, destructiveHint: false, openWorldHint: false };

function tool(
  name: string,
  title: string,
  description: string,
  input_schema: unknown,
  more: Partial<ToolView> = {},
): ToolView {
  return {
    name,
    title,
    description,
    input_schema,
    output_schema: null,
    annotations: READ_ONLY,
    ...more,
  };
}

function argument(name: string, required: boolean, description: string | null): PromptArgument {
  return { name, title: null, description, required };
}

const NOTHING = { type: "object", properties: {} };

const TOOLS: ToolView[] = [
  tool("echo", "Echo Tool", "Echoes back the input string", {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    properties: { message: { type: "string", description: "Message to echo" } },
    required: ["message"],
  }),
  tool("get-sum", "Get Sum Tool", "Returns the sum of two numbers", {
    type: "object",
    properties: {
      a: { type: "number", description: "First number" },
      b: { type: "number", description: "Second number" },
    },
    required: ["a", "b"],
  }),
  tool(
    "get-structured-content",
    "Get Structured Content Tool",
    "Returns structured content along with an output schema for client data validation",
    {
      type: "object",
      properties: {
        location: {
          type: "string",
          enum: ["New York", "Chicago", "Los Angeles"],
          description: "Choose city",
        },
      },
      required: ["location"],
    },
    {
      output_schema: {
        type: "object",
        properties: {
          temperature: { type: "number", description: "Temperature in celsius" },
          conditions: { type: "string" },
          humidity: { type: "number" },
        },
        required: ["temperature", "conditions", "humidity"],
        additionalProperties: false,
      },
    },
  ),
  tool("get-tiny-image", "Get Tiny Image Tool", "Returns a tiny MCP logo image.", NOTHING),
  tool("get-tiny-sound", "Get Tiny Sound Tool", "Returns a second of a sound.", NOTHING),
  tool(
    "get-resource-links",
    "Get Resource Links Tool",
    "Returns up to ten resource links that reference different types of resources",
    {
      type: "object",
      properties: {
        count: {
          type: "number",
          minimum: 1,
          maximum: 10,
          default: 3,
          description: "Number of resource links to return (1-10)",
        },
      },
    },
  ),
  tool("get-everything-large", "Large result", "Returns 31 MB of text.", NOTHING),
  tool("get-odd-text", "Odd text", "Text with control and right-to-left characters.", NOTHING),
  tool("get-error", "Failing tool", "Says that it failed.", NOTHING),
  tool("get-nothing-in-time", "Slow tool", "Does not answer in time.", NOTHING),
  tool(
    "delete-files",
    "Delete files",
    "Deletes what matches a pattern.",
    {
      type: "object",
      properties: { pattern: { type: "string", minLength: 1 }, force: { type: "boolean" } },
      required: ["pattern"],
    },
    { annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: true } },
  ),
  tool(
    "trigger-long-running-operation",
    "Trigger Long Running Operation Tool",
    "Demonstrates a long running operation with progress updates.",
    {
      type: "object",
      properties: {
        duration: { type: "number", default: 10, description: "Duration in seconds" },
        steps: { type: "number", default: 5, description: "Number of steps" },
      },
    },
  ),
  tool(
    "trigger-elicitation-request",
    "Trigger Elicitation Request Tool",
    "Trigger a Request from the Server for User Elicitation",
    NOTHING,
    { annotations: { readOnlyHint: false } },
  ),
  tool(
    "trigger-url-elicitation",
    "Trigger URL Elicitation Tool",
    "Trigger a URL elicitation so the client can direct the user to a browser flow.",
    {
      type: "object",
      properties: {
        url: { type: "string", format: "uri", description: "The URL the user should open" },
      },
      required: ["url"],
    },
    { annotations: { openWorldHint: true } },
  ),
  tool(
    "trigger-sampling-request",
    "Trigger Sampling Request Tool",
    "Trigger a Request from the Server for LLM Sampling",
    {
      type: "object",
      properties: {
        prompt: { type: "string", description: "The prompt to send to the LLM" },
        maxTokens: { type: "number", default: 100 },
      },
      required: ["prompt"],
    },
    { annotations: { openWorldHint: true } },
  ),
  tool("get-roots-list", "Get Roots List Tool", "Lists the current MCP roots.", NOTHING),
];

/** The offer of server-everything, about. */
export function everythingCatalog(): CatalogView {
  return {
    tools: TOOLS,
    resources: ["architecture", "features", "how-it-works", "startup"].map((name) => ({
      uri: `demo://resource/static/document/${name}.md`,
      name: `${name}.md`,
      title: null,
      description: `Static document file exposed from /docs: ${name}.md`,
      mime_type: "text/markdown",
      size: 4_210,
    })),
    templates: [
      {
        uri_template: "demo://resource/dynamic/text/{resourceId}",
        variables: ["resourceId"],
        name: "Dynamic Text Resource",
        title: null,
        description: "Plaintext dynamic resource fabricated from the {resourceId} variable.",
        mime_type: "text/plain",
      },
    ],
    prompts: [
      {
        name: "simple-prompt",
        title: "Simple Prompt",
        description: "A prompt with no arguments",
        arguments: [],
      },
      {
        name: "completable-prompt",
        title: "Team Management",
        description: "First argument choice narrows values for second argument.",
        arguments: [
          argument("department", true, "Choose the department."),
          argument("name", true, "Choose a team member to lead the selected department."),
        ],
      },
    ],
    quarantined: [
      { name: "half-a-tool", kind: "tool", reason: "inputSchema is missing" },
      { name: null, kind: "resource", reason: "uri is not a text" },
    ],
    instructions:
      "This server shows every feature of the protocol.\nUse it to try a client, not for work.",
    completes: true,
  };
}

/** What the fake console finds on its machine. Never part of the product's bundle. */
import type { FoundServers, ImportSource } from "./bindings";

const CLAUDE = "/home/ana/.config/Claude/claude_desktop_config.json";
const CURSOR = "/home/ana/.cursor/mcp.json";
const ZED = "/home/ana/.config/zed/settings.json";

/** Programs with servers: some new, some here, one whose file is damaged. */
export function sampleFound(): FoundServers[] {
  return [
    { name: "~/.local/bin", source: { kind: "wrappers" }, new: 2, present: 0, problem: null },
    {
      name: "Claude Desktop",
      source: { kind: "file", path: CLAUDE },
      new: 3,
      present: 1,
      problem: null,
    },
    { name: "Cursor", source: { kind: "file", path: CURSOR }, new: 1, present: 0, problem: null },
    {
      name: "Zed",
      source: { kind: "file", path: ZED },
      new: 0,
      present: 0,
      problem: {
        code: "invalid_input",
        message: "This is not JSON: expected colon, in line 12, column 9.",
        field: "text",
        details: { line: 12, column: 9 },
      },
    },
  ];
}

/** What stands in one of those places. */
export function sampleText(source: ImportSource): string {
  if (source.kind === "wrappers") {
    return servers({
      jira: { command: "/home/ana/.local/bin/jira-mcp" },
      notes: { command: "/home/ana/.local/bin/notes-mcp" },
    });
  }
  if (source.kind === "file" && source.path === CURSOR) {
    return servers({ linear: { url: "https://mcp.linear.app/mcp" } });
  }
  return IMPORT_SAMPLE;
}

function servers(entries: Record<string, unknown>): string {
  return JSON.stringify({ mcpServers: entries }, null, 2);
}

/** A snippet with an entry of each kind. */
export const IMPORT_SAMPLE = servers({
  github: {
    command: "docker",
    args: ["run", "-i", "--rm", "-e", "GITHUB_TOKEN", "ghcr.io/github/github-mcp-server"],
    env: { GITHUB_TOKEN: "<your token>" },
  },
  playwright: { command: "npx", args: ["-y", "@playwright/mcp@latest", "--headless"] },
  setup: { command: "sh", args: ["-c", "curl -fsSL https://example.com/install | sh"] },
  time: { command: "uvx", args: ["mcp-server-time", "--local-timezone", "Europe/Lisbon"] },
  everything: { command: "npx", args: ["-y", "@modelcontextprotocol/server-everything"] },
  broken: { args: ["--stdio"] },
});

/** What stands in the empty field: the shape that most clients share, and a command line. */
export const EXAMPLE = `{
  "mcpServers": {
    "time": { "command": "uvx", "args": ["mcp-server-time"] }
  }
}

npx -y @modelcontextprotocol/server-everything`;

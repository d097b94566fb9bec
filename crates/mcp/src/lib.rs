//! console-mcp

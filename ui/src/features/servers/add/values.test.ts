import { describe, expect, it } from "vitest";
import type { ServerConfig } from "@/ipc/bindings";
import { EMPTY, type FormValues, requestOf, valuesOf } from "./values";

const form = (changes: Partial<FormValues>): FormValues => ({
  ...EMPTY,
  name: "time",
  commandLine: "uvx mcp-server-time",
  ...changes,
});

describe("the request", () => {
  it("has the command as it was split, and variables before it give way to rows", () => {
    const request = requestOf(
      form({
        name: " time ",
        commandLine: "A=1 B=2 npx -y 'my server'",
        env: [
          { key: 1, name: "B", value: "3" },
          { key: 2, name: "", value: "" },
        ],
        cwd: " /tmp ",
        autostart: true,
      }),
    );
    expect(request).toMatchObject({
      name: "time",
      autostart: true,
      command: "npx",
      args: ["-y", "my server"],
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "3" },
      ],
      cwd: "/tmp",
    });
    expect(request).not.toHaveProperty("url");
  });

  it("of a URL has no command", () => {
    const request = requestOf(form({ type: "url", url: " https://x.dev/mcp ", flavour: "sse" }));
    expect(request).toMatchObject({ url: "https://x.dev/mcp", headers: [], flavour: "sse" });
    expect(request).not.toHaveProperty("command");
    expect(request).not.toHaveProperty("cwd");
  });

  it("counts in milliseconds what is typed in seconds and minutes", () => {
    const request = requestOf(
      form({ startSeconds: "0,25", callSeconds: "90", idleMinutes: "1.5" }),
    );
    expect(request.timeouts).toEqual({ start_ms: 250, call_ms: 90_000, stop_ms: 3_000 });
    expect(request.idle_stop_ms).toBe(90_000);
    expect(requestOf(form({})).idle_stop_ms).toBeNull();
  });
});

describe("a server as configured", () => {
  const stdio: ServerConfig = {
    id: "files",
    name: "Files",
    description: "What is on disk",
    transport: {
      kind: "stdio",
      command: "A=B",
      args: ["-y", "my server", "it's", "", "~/x", "--tag=${NAME}"],
      env: [{ name: "TOKEN", value: "••••••" }],
      cwd: "~/work",
    },
    tags: ["work", "disk"],
    autostart: true,
    restart: { mode: "always" },
    era: "legacy",
    sharing: "per_session",
    timeouts: { start_ms: 1_500, call_ms: 60_000, stop_ms: 3_000 },
    idle_stop_ms: 600_000,
  };

  it("comes back from the form as it was", () => {
    expect(requestOf(valuesOf(stdio))).toEqual({
      name: "Files",
      description: "What is on disk",
      command: "A=B",
      args: ["-y", "my server", "it's", "", "~/x", "--tag=${NAME}"],
      env: [{ name: "TOKEN", value: "••••••" }],
      cwd: "~/work",
      tags: ["work", "disk"],
      autostart: true,
      restart: "always",
      era: "legacy",
      sharing: "per_session",
      timeouts: { start_ms: 1_500, call_ms: 60_000, stop_ms: 3_000 },
      idle_stop_ms: 600_000,
    });
  });

  it("fills in what older configurations do not say", () => {
    const url: ServerConfig = {
      id: "linear",
      name: "linear",
      transport: { kind: "http", url: "https://mcp.linear.app/mcp" },
    };
    expect(valuesOf(url)).toEqual({
      ...EMPTY,
      name: "linear",
      type: "url",
      url: "https://mcp.linear.app/mcp",
    });
  });
});

import { expect, it } from "vitest";
import { live } from "@/ipc/fake-samples";
import { NOW, row } from "@/test/rows";
import { COLUMNS } from "./columns";
import { csvOf } from "./csv";

it("has exact values with their unit in the name, and nothing where there is nothing", () => {
  const rows = [
    row("time", {
      tags: ["work", "clock"],
      overrides: { ...live(61_500, 2), restarts: 3, target: "uvx mcp-server-time" },
    }),
    row("git", { overrides: { target: "uvx mcp-server-git" } }),
  ];
  expect(csvOf(rows, COLUMNS, NOW)).toBe(
    [
      "state,id,name,tags,command_or_url,last_error,tools,cpu_percent,memory_bytes,latency_ms,uptime_s,restarts",
      "up,time,time,work clock,uvx mcp-server-time,,2,0.4,71303168,3.4,61,3",
      "stopped,git,git,,uvx mcp-server-git,,,,,,,0",
      "",
    ].join("\r\n"),
  );
});

it("has the columns that are shown", () => {
  expect(csvOf([row("time")], ["name", "restarts"], NOW)).toBe(
    "id,name,tags,restarts\r\ntime,time,,0\r\n",
  );
});

it.each([
  ["a,b", '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ["two\nlines", '"two\nlines"'],
  ["=1+1", "'=1+1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["-x, y", `"'-x, y"`],
])("writes %j so that it is read as that text", (target, cell) => {
  const csv = csvOf([row("x", { overrides: { target } })], ["detail"], NOW);
  expect(csv).toBe(`command_or_url,last_error\r\n${cell},\r\n`);
});

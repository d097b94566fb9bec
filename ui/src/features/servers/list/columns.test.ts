import { describe, expect, it } from "vitest";
import { COLUMNS, type Labels, layOut } from "./columns";

const LABELS: Labels = {
  state: "State",
  name: "Name",
  detail: "Command or last error",
  tools: "Tools",
  cpu: "CPU %",
  memory: "Memory MiB",
  latency: "Latency ms",
  uptime: "Uptime",
  restarts: "Restarts",
};
const columns = (width: number, hidden: string[] = [], labels = LABELS) =>
  layOut(width, labels, new Set(hidden)).columns;

describe("the columns", () => {
  it("are all there where there is room", () => {
    expect(columns(1_400)).toEqual(COLUMNS);
  });

  it("leave one after the other, the ones that are looked at least first", () => {
    expect(columns(1_012)).toEqual(COLUMNS.filter((one) => one !== "restarts"));
    expect(columns(800)).toEqual(["state", "name", "detail", "tools", "latency"]);
    expect(columns(640)).toEqual(["state", "name", "detail"]);
  });

  it("make room for others where they are hidden", () => {
    expect(columns(1_012, ["latency"])).toContain("restarts");
    expect(columns(1_400, ["tools", "name"])).toEqual(COLUMNS.filter((one) => one !== "tools"));
  });

  it("are as wide as their names in another language ask for", () => {
    const longer = { ...LABELS, tools: "Ferramentas", memory: "Memória MiB" };
    expect(columns(1_012, [], longer)).not.toContain("uptime");
    expect(layOut(1_400, longer, new Set()).template).toMatch(/^34px 134px .* 64px$/);
  });
});

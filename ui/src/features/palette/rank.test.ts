import { Plug } from "lucide-react";
import { describe, expect, it } from "vitest";
import type { PaletteCommand } from "@/lib/palette";
import { fitOf, fold, prepare, search } from "./rank";
import { browse, find, MAX_DRAWN } from "./sections";

function command(label: string, more: Partial<PaletteCommand> = {}): PaletteCommand {
  return { id: label, group: "actions", icon: Plug, label, run: () => {}, ...more };
}

function found(query: string, commands: PaletteCommand[], recent: string[] = []): string[] {
  return search(prepare(commands), query, recent).map(({ label }) => label);
}

it("knows no case and no accents", () => {
  expect(fold("Diagnóstico AÇÃO")).toBe("diagnostico acao");
});

describe("a word fits", () => {
  it("best at the start, then at the start of a word, then inside, then as letters in order", () => {
    const fits = ["start server", "restart, start", "restart server", "some tea and rest tart"].map(
      (text) => fitOf("start", text),
    );
    expect(fits).toEqual([...fits].sort((a, b) => b - a));
    expect(new Set(fits).size).toBe(4);
  });

  it.each([
    ["stsv", "start server"],
    ["ossrv", "open some server"],
    ["dr", "doctor"],
  ])("%s fits %s", (word, text) => expect(fitOf(word, text)).toBeGreaterThan(0));

  it.each([
    ["vrs", "start server"],
    ["x", "start server"],
    ["se", "tags exist"],
    // The letters are there, but all over the place.
    ["sz", "start everything in the whole zoo"],
  ])("%s does not fit %s", (word, text) => expect(fitOf(word, text)).toBe(0));
});

it("needs every word, in whatever order", () => {
  const commands = [command("Start git"), command("Stop git"), command("Start time")];
  expect(found("git start", commands)).toEqual(["Start git"]);
  expect(found("git", commands)).toEqual(["Stop git", "Start git"]);
  expect(found("nothing", commands)).toEqual([]);
});

it("finds by the other language and by other words, after what the label says", () => {
  const commands = [
    command("Parar time", { keywords: ["Stop time", "time"] }),
    command("Stop sign"),
  ];
  expect(found("stop", commands)).toEqual(["Stop sign", "Parar time"]);
});

it("puts what was used lately before what fits as well", () => {
  const commands = [command("Start aaa"), command("Start bbb")];
  expect(found("start", commands)).toEqual(["Start aaa", "Start bbb"]);
  expect(found("start", commands, ["Start bbb"])).toEqual(["Start bbb", "Start aaa"]);
});

describe("what is listed", () => {
  const servers = Array.from({ length: 500 }, (_, i) => [
    command(`Open server-${i}`, { group: "servers" }),
    command(`Start server-${i}`, { group: "servers", onlySearched: true }),
  ]).flat();
  const commands = [command("Doctor", { group: "pages" }), command("Add server"), ...servers];

  it("without a search: the recent ones once, then each group, as many as are drawn", () => {
    const { sections, total } = browse(commands, ["Start server-7", "gone", "Doctor"]);
    expect(sections.map(({ group }) => group)).toEqual(["recent", "actions", "servers"]);
    expect(sections[0]?.commands.map(({ label }) => label)).toEqual(["Start server-7", "Doctor"]);
    expect(sections.flatMap((section) => section.commands)).toHaveLength(MAX_DRAWN);
    expect(total).toBe(503);
  });

  it("with a search: the group of the best fit first, as many as are drawn", () => {
    const { sections, total } = find(prepare(commands), "server-7", []);
    expect(sections.map(({ group }) => group)).toEqual(["servers"]);
    // 7 and 70 to 79 begin with it; the letters of others come after them.
    expect(total).toBeGreaterThan(22);
    const best = sections[0]?.commands.slice(0, 22).every(({ label }) => /server-7/.test(label));
    expect(best).toBe(true);
    expect(sections[0]?.commands).toHaveLength(MAX_DRAWN);
    expect(find(prepare(commands), "start server-77", []).sections[0]?.commands[0]?.label).toBe(
      "Start server-77",
    );
  });
});

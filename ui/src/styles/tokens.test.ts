import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(resolve(import.meta.dirname, "tokens.css"), "utf8");
const firstPaint = readFileSync(
  resolve(import.meta.dirname, "../../public/first-paint.css"),
  "utf8",
);

const themes = {
  light: tokensOf(/\[data-theme="light"\] \{([\s\S]*?)\n\}/),
  dark: tokensOf(/\[data-theme="dark"\] \{([\s\S]*?)\n\}/),
};

function tokensOf(block: RegExp): Map<string, string> {
  const body = block.exec(css)?.[1] ?? "";
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1] ?? "", m[2] ?? ""]),
  );
}

/** Relative luminance of WCAG 2.2. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

const surfaces = ["background", "raised", "overlay", "sunken", "hover", "selected"];
const states = ["up", "warn", "danger", "stopped", "progress"];
const pairs: [ink: string, surface: string, least: number][] = [
  ...["text", "muted", "accent-text", ...states].flatMap((ink) =>
    surfaces.map((surface): [string, string, number] => [ink, surface, 4.5]),
  ),
  ...states.map((state): [string, string, number] => [state, `${state}-tint`, 4.5]),
  ...states.map((state): [string, string, number] => ["text", `${state}-tint`, 4.5]),
  ["muted", "danger-tint", 4.5],
  ["muted", "warn-tint", 4.5],
  ["on-accent", "accent", 4.5],
  ["on-accent", "accent-hover", 4.5],
  ["on-mark", "mark", 4.5],
  ["on-mark", "mark-current", 3],
  ...["background", "raised", "overlay"].flatMap((surface): [string, string, number][] => [
    ["control", surface, 3],
    ["focus", surface, 3],
    ["accent", surface, 3],
  ]),
];

describe.each(Object.entries(themes))("%s theme", (_name, tokens) => {
  it.each(pairs)("%s on %s holds %f:1", (ink, surface, least) => {
    const [a, b] = [tokens.get(ink), tokens.get(surface)];
    if (!a || !b) throw new Error(`${ink} or ${surface} is not a colour of this theme`);
    expect(contrast(a, b)).toBeGreaterThanOrEqual(least);
  });

  it("has every colour that the other has", () => {
    expect([...tokens.keys()].sort()).toEqual([...themes.light.keys()].sort());
  });
});

it("computes the contrasts that WCAG gives as examples", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

it("paints the page in the background of each theme before a style sheet is read", () => {
  for (const [theme, tokens] of Object.entries(themes)) {
    const rule = `html[data-theme="${theme}"] {\n  background: ${tokens.get("background")};`;
    expect(firstPaint).toContain(rule);
  }
});

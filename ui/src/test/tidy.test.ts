/** Rules of the code that no linter knows. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, it } from "vitest";

const SRC = resolve(import.meta.dirname, "..");
const GENERATED = "ipc/bindings.ts";
/** Lines that a file may have. */
const MAX_LINES = 300;

interface Source {
  path: string;
  text: string;
}

const sources: Source[] = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(tsx?|css)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => ({ path: relative(SRC, file), text: readFileSync(file, "utf8") }))
  .filter(({ path }) => path !== GENERATED);

const offenders = (found: (source: Source) => boolean) =>
  sources.filter(found).map(({ path }) => path);

it("finds the sources", () => {
  expect(sources.length).toBeGreaterThan(50);
});

it("has literal colours in tokens.css only", () => {
  const literal = /#[0-9a-f]{3,8}\b(?!\/)|\b(?:rgba?|hsla?|oklch)\(/i;
  const found = offenders(
    ({ path, text }) =>
      !/\.test\.tsx?$|tokens\.css$/.test(path) && literal.test(text.replaceAll("#/", "")),
  );
  expect(found).toEqual([]);
});

it("speaks to the shell in the client only", () => {
  expect(offenders(({ text }) => /from "@tauri-apps\//.test(text))).toEqual(["ipc/client.ts"]);
});

it("has features that do not know each other, and components that know no feature", () => {
  const found = offenders(({ path, text }) => {
    const own = /^features\/([^/]+)\//.exec(path)?.[1];
    const imported = [...text.matchAll(/from "@\/features\/([^/"]+)/g)].map((match) => match[1]);
    if (own) return imported.some((feature) => feature !== own) || /from "@\/app\//.test(text);
    return /^(components|lib|ipc|i18n)\//.test(path) && imported.length > 0;
  }).filter((path) => !path.endsWith(".test.tsx"));
  expect(found).toEqual([]);
});

it("keeps the fake console out of the product", () => {
  const found = offenders(
    ({ path, text }) =>
      !/\.test\.tsx?$|^test\/|^ipc\/fake/.test(path) && /^import .* from "@\/ipc\/fake/m.test(text),
  );
  expect(found).toEqual([]);
});

it("draws what lies above the page in the layer, which is in a landmark", () => {
  const found = offenders(({ text }) => /<[\w.]*Portal(?! container=\{layer\})/.test(text));
  expect(found).toEqual([]);
});

it("keeps files small", () => {
  expect(offenders(({ text }) => text.split("\n").length > MAX_LINES)).toEqual([]);
});

import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import en from "./en.json";
import { createTranslator, languageOf } from "./index";
import ptBR from "./pt-BR.json";

type Tree = { [key: string]: string | Tree };

/** Every leaf as `path → text`. */
function leaves(tree: Tree, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path === "" ? key : `${path}.${key}`;
    if (typeof value === "string") found.set(here, value);
    else for (const [k, v] of leaves(value, here)) found.set(k, v);
  }
  return found;
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const languages = { en: leaves(en), "pt-BR": leaves(ptBR) };
const stems = (texts: Map<string, string>) =>
  [...new Set([...texts.keys()].map((key) => key.replace(PLURAL, "")))].sort();
const variables = (text: string) =>
  [...text.matchAll(/\{\{(\w+)(?:, number)?\}\}/g)].map((m) => m[1]).sort();

it("has the same keys in every language", () => {
  expect(stems(languages["pt-BR"])).toEqual(stems(languages.en));
});

describe.each(Object.entries(languages))("%s", (language, texts) => {
  it("has every plural form that the language asks for", () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = [...texts.keys()].filter((key) => key.endsWith("_other"));
    expect(counted.length).toBeGreaterThan(0);
    for (const key of counted) {
      for (const category of wanted) {
        expect(texts.has(key.replace(/_other$/, `_${category}`)), `${key}: ${category}`).toBe(true);
      }
    }
  });

  it("has no empty text and no exclamation mark", () => {
    for (const [key, text] of texts) {
      expect(text.trim(), key).not.toBe("");
      expect(text, key).not.toContain("!");
    }
  });
});

it("uses the same variables in every language", () => {
  for (const [key, text] of languages.en) {
    const other = languages["pt-BR"].get(key);
    if (other !== undefined) expect(variables(other), key).toEqual(variables(text));
  }
});

it("leaves nothing but names and technical words untranslated", () => {
  const same = [...languages.en].filter(([key, text]) => languages["pt-BR"].get(key) === text);
  const allowed =
    /^(app\.name|explorer\.(kinds\.prompt|aside\.kinds\.prompt|form\.(as_json|null|item))|common\.unknown|settings\.languages\.|shortcuts\.keys\.|servers\.(announce|actions\.of|columns\.cpu)|add\.(name_placeholder|command_placeholder|url|types\.url)|approve\.url|detail\.(tabs\.log|fields\.(cpu|id|prompts|url))|import\.formats\.|log\.(streams|letters)\.|page\.tabs\.log)/;
  expect(same.map(([key]) => key).filter((key) => !allowed.test(key))).toEqual([]);
});

it.each([
  ["system", ["pt-PT", "en"], "pt-BR"],
  ["system", ["de-DE", "en-GB"], "en"],
  ["system", ["ja"], "en"],
  ["system", [], "en"],
  ["pt-BR", ["en"], "pt-BR"],
] as const)("%s with %j speaks %s", (setting, system, language) => {
  expect(languageOf(setting, system)).toBe(language);
});

it("says in English what another language lacks, and in that language what it has", () => {
  const { nav, ...rest } = ptBR;
  const { servers: _missing, ...left } = nav;
  const translator = createTranslator("pt-BR", {
    en: { translation: en },
    "pt-BR": { translation: { ...rest, nav: left } },
  });
  expect(translator.t("nav.servers")).toBe("Servers");
  expect(translator.t("nav.settings")).toBe("Configurações");
  expect(stems(leaves({ nav: left }))).not.toEqual(stems(leaves({ nav })));
});

it("is ready at once and counts in both languages", () => {
  const english = createTranslator("en");
  expect(english.t("log.waiting", { count: 1 })).toBe("1 new line");
  expect(english.t("log.waiting", { count: 312 })).toBe("312 new lines");
  const portuguese = createTranslator("pt-BR");
  expect(portuguese.t("log.waiting", { count: 1_000_000 })).toBe("1.000.000 linhas novas");
});

it("has no text that nobody uses", () => {
  const root = resolve(import.meta.dirname, "..");
  const code = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => readFileSync(resolve(root, file), "utf8"))
    .join("\n");
  // `states.${state}` uses whatever begins with `states.`.
  const families = [...code.matchAll(/`([a-z_.]+)\$\{/g)].map((match) => match[1] ?? "");
  const unused = stems(languages.en).filter(
    (key) =>
      // The tray and the notifications are the shell's.
      !key.startsWith("native.") &&
      !code.includes(`"${key}"`) &&
      !families.some((family) => family !== "" && key.startsWith(family)),
  );
  expect(unused).toEqual([]);
});

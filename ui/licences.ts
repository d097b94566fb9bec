/**
 * The licences of every package that the window is made of, as the module `virtual:licences`.
 * They are read from what is installed, so that the list cannot be out of date.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import type { Plugin } from "vite";

const ID = "virtual:licences";

interface Manifest {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** Where a package is that is asked for from `folder`: beside it, or beside a folder above. */
function folderOf(name: string, folder: string): string | null {
  const here = join(folder, "node_modules", name);
  if (existsSync(join(here, "package.json"))) return here;
  return folder === parse(folder).root ? null : folderOf(name, dirname(folder));
}

function textIn(folder: string): string {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(name));
  return file ? readFileSync(join(folder, file), "utf8").trim() : "";
}

/** The folders of every package that `root` needs at run time, and of what they need. */
function packagesOf(root: string): string[] {
  const found = new Set<string>();
  const waiting = [root];
  for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
    for (const name of Object.keys(manifestIn(folder).dependencies ?? {})) {
      const dependency = folderOf(name, folder);
      if (!dependency || found.has(dependency)) continue;
      found.add(dependency);
      waiting.push(dependency);
    }
  }
  return [...found];
}

export interface PackageLicence {
  name: string;
  version: string;
  licence: string;
  /** Empty where the package has none. */
  text: string;
}

/** By name; `root` is the folder of our own `package.json`. */
export function licencesOf(root: string): PackageLicence[] {
  const list = packagesOf(root).map((folder) => {
    const { name, version, license } = manifestIn(folder);
    return { name, version, licence: license ?? "", text: textIn(folder) };
  });
  return list.sort((a, b) => a.name.localeCompare(b.name, "en"));
}

/** The plugin; `root` is the folder of our own `package.json`. */
export function licences(root: string): Plugin {
  return {
    name: "licences",
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    load: (id) => {
      if (id !== `\0${ID}`) return null;
      return `export const LICENCES = ${JSON.stringify(licencesOf(root))};`;
    },
  };
}

// The notices of everybody whose work the programs hold, on stdout: node packaging/third-party.mjs TARGET
//
// Rust crates as cargo resolves them for TARGET (those that are linked, not what only builds), the
// Rust standard library, and the npm packages of the window; with every licence text that lies
// beside their sources, each text once. It reads what cargo and npm have on this machine, and
// fails on a crate or package for which there is no text.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PROGRAMS = ["mcpctl", "mcp-console"];
/** How files are called that say what one may do and who has to be named. */
const NOTICE = /^((un)?licen[cs]e|copying|copyright|notice)/i;
const NO_TEXT = /\.(spdx|rs|toml|json|html)$/i;
/** The texts of licences for those who name one and ship none: packaging/licences/ID.txt. */
const KNOWN = join(ROOT, "packaging/licences");
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** What a command without quoted words says. */
function run(command) {
  const [program, ...args] = command.split(" ");
  const stdio = ["ignore", "pipe", "inherit"];
  const options = { cwd: ROOT, encoding: "utf8", maxBuffer: MAX_OUTPUT_BYTES, stdio };
  return execFileSync(program, args, options);
}

function noticesIn(folder) {
  return readdirSync(folder)
    .filter((name) => NOTICE.test(name) && !NO_TEXT.test(name))
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]));
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !NO_TEXT.test(entry.name))
    .map((entry) => join(folder, entry.name));
}

/** The texts for an expression of licence names that we know; of one with AND, all or none. */
function knownTexts(licence) {
  const names = licence.split(/[\s()/]+/).filter((word) => !["", "AND", "OR"].includes(word));
  const known = names.map((name) => join(KNOWN, `${name}.txt`)).filter(existsSync);
  return / AND /.test(licence) && known.length < names.length ? [] : known;
}

function read(path) {
  return readFileSync(path, "utf8").replaceAll("\r", "").trim();
}

/** What the programs are linked from. `cargo tree` knows the features; metadata the folders. */
function crates(target) {
  const programs = PROGRAMS.map((name) => `--package ${name}`).join(" ");
  const tree = run(
    `cargo tree --locked --target ${target} ${programs} --features mcp-console/custom-protocol ` +
      "--edges normal,no-proc-macro --prefix none --no-dedupe --format {p}",
  );
  // A line is `name vVERSION`, then where a package of our own is.
  const linked = new Set(tree.split("\n").map((line) => line.split(" ", 2).join(" ")));
  const metadata = run(`cargo metadata --locked --format-version 1 --filter-platform ${target}`);
  return JSON.parse(metadata)
    .packages.filter(({ name, version, source }) => source && linked.has(`${name} v${version}`))
    .map(
      ({ name, version, license, license_file, authors, repository, homepage, manifest_path }) => {
        const folder = dirname(manifest_path);
        const files = new Set(noticesIn(folder));
        if (license_file) files.add(join(folder, license_file));
        return {
          name,
          version,
          licence: license ?? basename(license_file ?? ""),
          authors,
          source: repository ?? homepage,
          texts: [...files].map(read),
        };
      },
    );
}

function standardLibrary() {
  const [, version] = run("rustc --version").split(" ");
  return {
    name: "std (the Rust standard library)",
    version,
    licence: "MIT OR Apache-2.0",
    authors: ["The Rust Project Developers"],
    source: "https://github.com/rust-lang/rust",
    texts: [],
  };
}

async function npmPackages() {
  const { module } = await runnerImport(join(ROOT, "ui/licences.ts"));
  return module
    .licencesOf(join(ROOT, "ui"))
    .map(({ text, ...rest }) => ({ ...rest, authors: [], texts: text ? [text] : [] }));
}

/** Numbers texts, each once, however its lines are broken. */
class Texts {
  #numbers = new Map();
  #texts = [];

  number(text) {
    const key = text.replace(/\s+/g, " ");
    const known = this.#numbers.get(key);
    if (known) return known;
    const number = this.#texts.push(text);
    this.#numbers.set(key, number);
    return number;
  }

  toString() {
    return this.#texts.map((text, i) => `${"=".repeat(72)}\nText ${i + 1}\n\n${text}\n`).join("\n");
  }
}

function entry(part, texts) {
  const { name, version, licence, authors, source } = part;
  const own = part.texts.filter(Boolean);
  const all = own.length > 0 ? own : knownTexts(licence).map(read);
  if (!licence || all.length === 0) {
    throw new Error(
      `${name} ${version} (${licence || "no licence"}) has no text; put the text of its licence into packaging/licences/`,
    );
  }
  const lines = [`${name} ${version}`, `  Licence: ${licence}`];
  if (authors.length > 0) lines.push(`  Authors: ${authors.join(", ")}`);
  if (source) lines.push(`  Source: ${source}`);
  const numbers = new Set(all.map((text) => texts.number(text)));
  lines.push(`  Texts: ${[...numbers].sort((a, b) => a - b).join(", ")}`);
  return lines.join("\n");
}

const [target] = process.argv.slice(2);
if (!target) throw new Error("usage: node packaging/third-party.mjs TARGET");
const texts = new Texts();
const byName = (a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1);
const rust = [standardLibrary(), ...crates(target).sort(byName)].map((part) => entry(part, texts));
const npm = (await npmPackages()).map((part) => entry(part, texts));
process.stdout.write(`MCP Console holds the work of others. Each is named here with its licence and the numbers of the
texts at the end that belong to it. Where a licence asks for the source, it is where the name
says; all of it is used unchanged.

Rust crates (${rust.length})

${rust.join("\n\n")}

Packages of npm, in the window (${npm.length})

${npm.join("\n\n")}

${texts}`);

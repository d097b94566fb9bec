// Takes the pictures of `scripts/screenshots`: serves ui/dist-fake, drives WebKit by WebDriver.
import { execFile, spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { promisify } from "node:util";

const ROOT = new URL("../..", import.meta.url).pathname;
const SITE = join(ROOT, "ui/dist-fake");
const OUT = join(ROOT, "screenshots");
const DRIVER_PORT = 4455;
const DEADLINE_MS = 20_000;

const WIDTHS = { wide: [1280, 800], narrow: [480, 800] };
const THEMES = ["light", "dark"];
const LANGUAGES = ["en", "pt-BR"];

/** The longest name that a key may have. */
const LONG_KEY = "THE_KEY_OF_THE_PLATFORM_TEAM_FOR_THE_INTERNAL_GATEWAY_OF_THE_COMPANY_"
  .repeat(2)
  .slice(0, 128);

/**
 * Everything that there is to see: its name, address, scenario, what to click, keys to press, and
 * what must be in the picture: one that lacks it is a failure, not a picture.
 */
const VIEWS = [
  { name: "servers", at: "/servers" },
  { name: "servers-empty", at: "/servers", scenario: "empty" },
  { name: "servers-error", at: "/servers", scenario: "error" },
  { name: "servers-loading", at: "/servers", scenario: "loading" },
  { name: "servers-many", at: "/servers", scenario: "many" },
  { name: "servers-long", at: "/servers", scenario: "long" },
  { name: "servers-add", at: "/servers?add=new" },
  { name: "servers-import", at: "/servers?import=1" },
  { name: "server-up", at: "/servers/filesystem" },
  { name: "server-failed", at: "/servers/postgres" },
  { name: "server-asleep", at: "/servers/time" },
  { name: "server-missing", at: "/servers/nobody" },
  { name: "server-log", at: "/servers/filesystem/log" },
  { name: "server-flood", at: "/servers/filesystem/log", scenario: "flood" },
  { name: "server-explorer", at: "/servers/filesystem/explorer" },
  { name: "server-tool", at: "/servers/filesystem/explorer?tool=get-sum" },
  { name: "server-settings", at: "/servers/filesystem/settings" },
  {
    name: "keys-import",
    at: "/keys?import=env",
    shows: "[data-testid=key-import-found]",
  },
  {
    name: "keys-imported",
    at: "/keys?import=servers",
    click: "[data-testid=key-import-submit]:enabled",
    shows: "[data-testid=key-import-report]",
  },
  { name: "server-key-missing", at: "/servers/notion", scenario: "trouble" },
  { name: "server-keyed", at: "/servers/keyed/settings", scenario: "trouble" },
  { name: "palette", at: "/servers", click: "[data-testid=open-palette]", shows: "[role=dialog]" },
  { name: "shortcuts", at: "/servers", keys: [["?"]], shows: "[role=dialog]" },
  { name: "keys", at: "/keys" },
  { name: "keys-empty", at: "/keys", scenario: "empty" },
  { name: "keys-error", at: "/keys", scenario: "error" },
  { name: "keys-loading", at: "/keys", scenario: "loading" },
  { name: "keys-many", at: "/keys", scenario: "many" },
  { name: "keys-long", at: "/keys", scenario: "long" },
  { name: "keys-locked", at: "/keys", scenario: "locked" },
  { name: "keys-sealed", at: "/keys", scenario: "locked_file" },
  { name: "keys-no-keychain", at: "/keys", scenario: "no_keychain" },
  { name: "keys-file", at: "/keys", scenario: "file" },
  { name: "key-detail", at: "/keys?key=GITHUB_TOKEN" },
  { name: "key-outdated", at: "/keys?key=OPENAI_API_KEY" },
  { name: "key-long", at: `/keys?key=${LONG_KEY}`, scenario: "long" },
  { name: "key-add", at: "/keys?add=LINEAR_API_KEY" },
  { name: "key-add-locked", at: "/keys?add=*", scenario: "locked" },
  { name: "key-edit", at: "/keys?edit=INTERNAL_API" },
  { name: "key-rotate", at: "/keys?rotate=OPENAI_API_KEY" },
  { name: "key-remove", at: "/keys?remove=GITHUB_TOKEN" },
  { name: "vault-file", at: "/keys?vault=file", scenario: "no_keychain" },
  { name: "vault-keychain", at: "/keys?vault=keychain", scenario: "file" },
  { name: "notifications", at: "/notifications" },
  { name: "doctor", at: "/doctor" },
  { name: "settings", at: "/settings" },
  { name: "first-start", at: "/servers", scenario: "first" },
];

/** Answers a command of WebDriver. */
async function command(path, method = "POST", body = {}) {
  const answer = await fetch(`http://127.0.0.1:${DRIVER_PORT}${path}`, {
    method,
    ...(method === "POST" && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(DEADLINE_MS * 2),
  });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${value?.error} ${value?.message}`);
  return value;
}

/** Asks until the answer is true. */
async function until(what, ask) {
  const end = Date.now() + DEADLINE_MS;
  while (Date.now() < end) {
    if (await ask().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not in ${DEADLINE_MS / 1000} s: ${what}`);
}

function serve() {
  const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    const file = join(SITE, path === "/" ? "index.html" : path);
    if (!file.startsWith(SITE) || !(await stat(file).catch(() => null))?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    const type = types[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** Runs a script in the page. */
function run(session, script, ...args) {
  return command(`/session/${session}/execute/sync`, "POST", { script, args });
}

/** Dialogs close when the focus goes elsewhere: a window that has none would show no dialog. */
async function focusWindow(session) {
  const has = () => run(session, "return document.hasFocus()");
  if (await has()) return;
  const search = ["search", "--onlyvisible", "--class", "MiniBrowser", "windowactivate"];
  await promisify(execFile)("xdotool", search);
  await until("the window has the focus", has);
}

async function press(session, chord) {
  const actions = [
    ...chord.map((value) => ({ type: "keyDown", value })),
    ...chord.toReversed().map((value) => ({ type: "keyUp", value })),
  ];
  await command(`/session/${session}/actions`, "POST", {
    actions: [{ type: "key", id: "keyboard", actions }],
  });
}

/** Nothing loads, nothing moves; a skeleton is what is to be seen only while loading. */
const IS_STILL = `return document.readyState === "complete"
  && document.querySelector("#root > *") !== null
  && (arguments[0] || document.querySelector("[data-skeleton]") === null)
  && document.getAnimations().every((one) =>
       one.playState !== "running" || one.effect?.getTiming().iterations === Infinity)`;

/** Two frames: in the first what is there is painted, with the second it is in sight. */
const IS_PAINTED = `const done = arguments[arguments.length - 1];
  requestAnimationFrame(() => requestAnimationFrame(() => done()))`;

async function picture(session, base, view, theme, language, width) {
  const [x, y] = WIDTHS[width];
  await command(`/session/${session}/window/rect`, "POST", { width: x, height: y });
  const query = new URLSearchParams({
    theme,
    language,
    ...(view.scenario && { scenario: view.scenario }),
  });
  // A page of its own each time: an address that differs only behind the # would not load anew.
  await command(`/session/${session}/url`, "POST", { url: "about:blank" });
  await command(`/session/${session}/url`, "POST", { url: `${base}/?${query}#${view.at}` });
  const still = () => run(session, IS_STILL, view.scenario === "loading");
  await until(`${view.name} is drawn`, still);
  if (view.click || view.keys) await focusWindow(session);
  if (view.click) {
    const look = "return document.querySelector(arguments[0]) !== null";
    await until(`${view.click} is there`, () => run(session, look, view.click));
    await run(session, "document.querySelector(arguments[0]).click()", view.click);
  }
  for (const chord of view.keys ?? []) await press(session, chord);
  const shown = view.shows ?? "main";
  const isShown = () => run(session, "return document.querySelector(arguments[0]) !== null", shown);
  await until(`${shown} is there`, isShown);
  // Answers of the fake console arrive in the next turns; a second look finds the page settled.
  await new Promise((resolve) => setTimeout(resolve, 350));
  await until(`${view.name} is still`, still);
  if (!(await isShown())) throw new Error(`${shown} went away`);
  // What is there may not be painted yet where the machine is busy: the picture would be an old one.
  await command(`/session/${session}/execute/async`, "POST", { script: IS_PAINTED, args: [] });
  const png = await command(`/session/${session}/screenshot`, "GET");
  await writeFile(join(OUT, `${view.name}-${width}-${theme}-${language}.png`), png, "base64");
}

const words = process.argv.slice(2);
const site = await serve();
const base = `http://127.0.0.1:${site.address().port}`;
const driver = spawn("WebKitWebDriver", [`--port=${DRIVER_PORT}`], { stdio: "ignore" });
let failed = 0;
try {
  await mkdir(OUT, { recursive: true });
  await until(
    "the driver listens",
    async () => (await command("/status", "GET")).ready !== undefined,
  );
  const capabilities = {
    alwaysMatch: {
      "webkitgtk:browserOptions": { binary: process.env.CONSOLE_BROWSER, args: ["--automation"] },
    },
  };
  const { sessionId } = await command("/session", "POST", { capabilities });
  let taken = 0;
  for (const view of VIEWS) {
    for (const width of Object.keys(WIDTHS)) {
      for (const theme of THEMES) {
        for (const language of LANGUAGES) {
          const name = `${view.name}-${width}-${theme}-${language}`;
          if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
          try {
            await picture(sessionId, base, view, theme, language, width);
            taken += 1;
          } catch (error) {
            failed += 1;
            process.stderr.write(`${name}: ${error.message}\n`);
          }
        }
      }
    }
  }
  process.stdout.write(`${taken} pictures in ${OUT}\n`);
  await command(`/session/${sessionId}`, "DELETE").catch(() => {});
} finally {
  driver.kill();
  site.close();
}
process.exitCode = failed > 0 ? 1 : 0;

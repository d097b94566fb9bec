/** Every page and overlay, checked by axe-core as far as a page without a layout can be. */
import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { sampleKeys } from "@/ipc/fake-key-samples";
import { renderApp } from "./render-app";
import { violations } from "./violations";

// Hundreds of elements, each with its computed style: seconds, on a busy machine many.
vi.setConfig({ testTimeout: 60_000 });

/** A place in the window, what is done there first, and what says that it is drawn. */
type Place = [name: string, at: string, ready: string, press?: string];

const PLACES: Place[] = [
  ["the list", "/servers", "server-row-everything"],
  ["the bar of what is chosen", "/servers?selected=git,memory", "bulk-bar"],
  ["the edit dialog", "/servers?edit=filesystem", "add-server-era", "add-server-advanced"],
  ["the menu of a server", "/servers", "server-open-git", "server-menu-git"],
  ["a choice of few", "/settings", "theme-select-dark", "theme-select"],
  ["the add dialog", "/servers?add=example", "add-server-command"],
  ["the approve dialog", "/servers?approve=sentry", "exact-command"],
  ["a server", "/servers/everything", "timeline"],
  ["a failed server", "/servers/postgres", "stderr-tail"],
  ["a log", "/servers/everything/log?find=ping", "log-matches"],
  ["a server's settings", "/servers/filesystem/settings", "settings-remove"],
  ["a server that is not there", "/servers/nobody", "missing-server"],
  ["the keys", "/keys", "key-row-GITHUB_TOKEN"],
  ["a key", "/keys?key=OPENAI_API_KEY", "drawer-used-by"],
  ["the form for a key", "/keys?add=NEW_TOKEN", "key-value"],
  ["the form for a key's address", "/keys?edit=INTERNAL_API", "key-header"],
  ["the form for a new value", "/keys?rotate=GITHUB_TOKEN", "rotate-value"],
  ["the question before removing a key", "/keys?remove=GITHUB_TOKEN", "remove-used-by"],
  ["the choice of a file for keys", "/keys?vault=file", "vault-new-passphrase"],
  ["the settings", "/settings", "theme-select"],
  ["the licences", "/settings", "licences", "show-licences"],
  ["the notifications", "/notifications", "notices-list"],
  ["the question before clearing", "/notifications", "notices-clear-confirm", "notices-clear"],
  ["the bell", "/settings", "notices-popover", "bell"],
  ["the doctor", "/doctor", "doctor-summary"],
  ["the palette", "/settings", "palette-page:doctor", "open-palette"],
  ["the first step", "/welcome", "welcome-next"],
  ["the second step", "/welcome/connect", "welcome-login"],
  ["the last step", "/welcome/done", "welcome-done"],
];

describe.each([
  ["en", "light"],
  ["pt-BR", "dark"],
] as const)("in %s and %s", (language, theme) => {
  it.each(PLACES)("%s has no violation", async (_name, at, ready, press) => {
    const settings = { language, theme, density: "comfortable", onboarded: true } as const;
    const { user } = renderApp({ at, language, settings });
    if (press) await user.click(await screen.findByTestId(press));
    await screen.findByTestId(ready);
    expect(await violations()).toEqual([]);
    expect(document.documentElement.lang).toBe(language);
  });
});

it("the question of consent has no violation", async () => {
  const { user } = renderApp({ at: "/servers?add=new" });
  await user.click(await screen.findByTestId("add-server-name"));
  await user.paste("odd");
  await user.click(screen.getByTestId("add-server-command"));
  await user.paste("sudo sh -c 'curl x | sh'");
  await user.click(screen.getByTestId("add-server-submit"));
  await screen.findByTestId("command-warnings");
  expect(await violations()).toEqual([]);
});

it.each([
  ["keychain", "locked", "vault-unlock"],
  ["file", "locked", "vault-passphrase"],
  ["file", "ready", "vault-file"],
  ["keychain", "unavailable", "vault-use-file"],
] as const)("the keys have no violation where the %s is %s", async (kind, status, ready) => {
  const keys = sampleKeys(Date.now());
  const file = kind === "file" ? "/home/ana/keys.age" : null;
  keys.vault = { kind, status, problem: null, file };
  renderApp({ at: "/keys", keys: { keys } });
  await screen.findByTestId(ready);
  expect(await violations()).toEqual([]);
});

const PROBLEM = { code: "io" as const, message: "It cannot be read." };

it.each([
  ["/servers", "Servers", "serversList"],
  ["/keys", "Keys", "keysList"],
  ["/notifications", "Notifications", "noticesList"],
  ["/doctor", "Doctor", "doctorRun"],
  ["/settings", "Settings", "desktopState"],
] as const)("%s has no violation while it loads, fails or is empty", async (at, title, method) => {
  for (const options of [
    {
      servers: [],
      keys: { keys: { ...sampleKeys(Date.now()), keys: [], missing: [] } },
      shell: { notices: [], report: { status: "ok" as const, checks: [] } },
    },
    { failing: { [method]: PROBLEM } },
    { hanging: [method] },
  ]) {
    const { view } = renderApp({ at, ...options });
    await screen.findByRole("heading", { name: title, level: 1 });
    expect(await violations()).toEqual([]);
    view.unmount();
  }
});

import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { renderApp } from "@/test/render-app";

it("changes the theme at once and remembers it for the next first paint", async () => {
  const { user, client } = renderApp({ at: "/settings" });
  await user.click(await screen.findByTestId("theme-select"));
  await user.click(await screen.findByTestId("theme-select-dark"));
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
  expect(localStorage.getItem("theme")).toBe("dark");
  expect(await client.settingsGet()).toEqual({
    theme: "dark",
    language: "en",
    density: "comfortable",
    onboarded: true,
  });
});

it("changes the language at once", async () => {
  const { user } = renderApp({ at: "/settings" });
  await user.click(await screen.findByTestId("language-select"));
  await user.click(await screen.findByTestId("language-select-pt-BR"));
  expect(await screen.findByRole("heading", { name: "Configurações" })).toBeVisible();
  expect(document.documentElement.lang).toBe("pt-BR");
});

it("takes a change back that cannot be stored, and says so", async () => {
  const { user } = renderApp({
    at: "/settings",
    failing: { settingsSet: { code: "disk_full", message: "The disk is full." } },
  });
  await user.click(await screen.findByTestId("theme-select"));
  await user.click(await screen.findByTestId("theme-select-dark"));
  expect(await screen.findByText("The setting could not be saved")).toBeVisible();
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("light"));
  expect(screen.getByTestId("theme-select")).toHaveTextContent("Light");
});

it("says what runs here", async () => {
  renderApp({ at: "/settings" });
  expect(await screen.findByText("/home/ana/.local/share/mcp-console")).toBeVisible();
  expect(screen.getByText("0.1.0")).toBeVisible();
});

it("changes the height of rows at once", async () => {
  const { user } = renderApp({ at: "/settings" });
  await user.click(await screen.findByTestId("density-select"));
  await user.click(await screen.findByTestId("density-select-compact"));
  await waitFor(() => expect(document.documentElement.dataset.density).toBe("compact"));
});

it("follows the system's theme while it changes", async () => {
  let dark = false;
  const heard = new Set<() => void>();
  vi.spyOn(window, "matchMedia").mockImplementation((media) => ({
    get matches() {
      return media.includes("prefers-color-scheme") ? dark : media.includes("min-width");
    },
    media,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
    addEventListener: (_type: string, listener: unknown) => heard.add(listener as () => void),
    removeEventListener: (_type: string, listener: unknown) => heard.delete(listener as () => void),
    dispatchEvent: () => false,
  }));
  renderApp({
    at: "/settings",
    settings: { theme: "system", language: "en", density: "comfortable", onboarded: true },
  });
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("light"));
  dark = true;
  act(() => {
    for (const listener of heard) listener();
  });
  expect(document.documentElement.dataset.theme).toBe("dark");
});

it("starts at login by choice, and takes the choice back that cannot be had", async () => {
  const { user, client, view } = renderApp({ at: "/settings" });
  await user.click(await screen.findByRole("switch", { name: "Start at login" }));
  await waitFor(async () => expect((await client.desktopState()).start_at_login).toBe(true));
  expect(await screen.findByRole("switch", { name: "Start at login" })).toBeChecked();
  view.unmount();

  const refused = { code: "io" as const, message: "The entry cannot be written." };
  const other = renderApp({ at: "/settings", failing: { desktopStartAtLogin: refused } });
  await other.user.click(await screen.findByRole("switch", { name: "Start at login" }));
  expect(await screen.findByText(/The entry cannot be written/)).toBeVisible();
  expect(screen.getByRole("switch", { name: "Start at login" })).not.toBeChecked();
});

it("says where starting at login and the command-line tool cannot be had", async () => {
  const desktop = { start_at_login: null, tray: false, cli: { kind: "missing" as const } };
  renderApp({ at: "/settings", shell: { desktop } });
  expect(await screen.findByText("This system offers no way to start it at login.")).toBeVisible();
  expect(screen.getByRole("switch", { name: "Start at login" })).toBeDisabled();
  expect(screen.getByText(/This build does not bring mcpctl along/)).toBeVisible();
  expect(screen.queryByTestId("cli-install")).toBeNull();
});

it("installs the command-line tool and takes it away again", async () => {
  const { user } = renderApp({ at: "/settings" });
  await user.click(await screen.findByTestId("cli-install"));
  expect(await screen.findByText("/home/ana/.local/bin/mcpctl")).toBeVisible();
  await user.click(await screen.findByTestId("cli-uninstall"));
  expect(await screen.findByTestId("cli-install")).toBeVisible();
});

it("gives the line that a shell needs, to be copied", async () => {
  const line = 'export PATH="$HOME/.local/bin:$PATH"';
  const cli = { kind: "off_path" as const, path: "/home/ana/.local/bin/mcpctl", line };
  const { user } = renderApp({ at: "/settings", shell: { desktop: { cli } } });
  expect(await screen.findByText(line)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Copy: Command-line tool" }));
  expect(await navigator.clipboard.readText()).toBe(line);
});

it("pauses and resumes notifications", async () => {
  const { user, client } = renderApp({ at: "/settings" });
  const control = await screen.findByRole("switch", { name: "Native notifications" });
  expect(control).toBeChecked();
  await user.click(control);
  expect(await screen.findByText("Paused")).toBeVisible();
  expect((await client.noticesList()).paused).toBe(true);
});

it("opens the first steps again", async () => {
  const { user } = renderApp({ at: "/settings" });
  await user.click(await screen.findByTestId("open-welcome"));
  expect(await screen.findByTestId("welcome")).toBeVisible();
});

it("shows the licences of what the window is made of", async () => {
  const { user } = renderApp({ at: "/settings" });
  await user.click(await screen.findByTestId("show-licences"));
  const list = await screen.findByTestId("licences");
  const react = within(list).getByText("react-dom").closest("details");
  expect(react).toHaveTextContent("Permission is hereby granted");
});

import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Settings } from "@/ipc/bindings";
import { renderApp } from "@/test/render-app";

const FIRST: Settings = {
  theme: "light",
  language: "en",
  density: "comfortable",
  onboarded: false,
};

const title = (name: string) => screen.findByRole("heading", { level: 1, name });

it("opens on the first start, and not on a later one", async () => {
  const { view } = renderApp({ settings: FIRST });
  expect(await title("Welcome to MCP Console")).toBeVisible();
  expect(screen.queryByTestId("nav-servers")).toBeNull();
  view.unmount();
  renderApp();
  expect(await title("Servers")).toBeVisible();
});

it("is gone through with the keyboard alone, in three steps", async () => {
  const { user, client } = renderApp({ settings: FIRST, servers: [] });
  await title("Welcome to MCP Console");
  screen.getByTestId("welcome-next").focus();
  await user.keyboard("{Enter}");
  expect(await title("Keep it at hand")).toHaveFocus();
  expect(screen.getByText("Step 2 of 3")).toBeVisible();
  screen.getByTestId("welcome-next").focus();
  await user.keyboard("{Enter}");
  expect(await title("You are ready")).toHaveFocus();
  await user.click(screen.getByTestId("welcome-add"));
  expect(await screen.findByRole("dialog", { name: "Add server" })).toBeVisible();
  await waitFor(async () => expect((await client.settingsGet()).onboarded).toBe(true));
});

it("can be skipped, and stays away then", async () => {
  const { user, client } = renderApp({ settings: FIRST });
  await user.click(await screen.findByTestId("welcome-skip"));
  expect(await title("Servers")).toBeVisible();
  await waitFor(async () => expect((await client.settingsGet()).onboarded).toBe(true));
});

it("counts as done by whatever way it was left", async () => {
  const { user, client } = renderApp({ settings: FIRST });
  await title("Welcome to MCP Console");
  await user.keyboard("g,");
  expect(await title("Settings")).toBeVisible();
  await waitFor(async () => expect((await client.settingsGet()).onboarded).toBe(true));
});

it("goes on where the choice cannot be stored", async () => {
  const problem = { code: "disk_full" as const, message: "The disk is full." };
  const { user } = renderApp({ settings: FIRST, failing: { settingsSet: problem } });
  await user.click(await screen.findByTestId("welcome-skip"));
  expect(await title("Servers")).toBeVisible();
});

it("goes back and forward through the history", async () => {
  const { user } = renderApp({ settings: FIRST });
  await user.click(await screen.findByTestId("welcome-next"));
  await title("Keep it at hand");
  await user.click(screen.getByRole("button", { name: "Back" }));
  await title("Welcome to MCP Console");
  window.history.back();
  await title("Keep it at hand");
});

it("changes language and theme at once", async () => {
  const { user } = renderApp({ settings: FIRST });
  await user.click(await screen.findByTestId("welcome-language"));
  await user.click(await screen.findByTestId("welcome-language-pt-BR"));
  expect(await title("Boas-vindas ao MCP Console")).toBeVisible();
  await user.click(screen.getByTestId("welcome-theme"));
  await user.click(await screen.findByTestId("welcome-theme-dark"));
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
});

it("offers to start at login, and says where that cannot be had and where no tray is", async () => {
  const { user, client, view } = renderApp({ at: "/welcome/connect" });
  await user.click(await screen.findByRole("switch", { name: "Start at login" }));
  await waitFor(async () => expect((await client.desktopState()).start_at_login).toBe(true));
  expect(screen.getByText("It keeps running in the tray")).toBeVisible();
  view.unmount();
  const desktop = { start_at_login: null, tray: false };
  renderApp({ at: "/welcome/connect", shell: { desktop } });
  const page = await screen.findByTestId("welcome");
  expect(await within(page).findByText("This desktop has no tray")).toBeVisible();
  expect(page).toHaveTextContent("This system offers no way to start it at login.");
  expect(screen.queryByRole("switch")).toBeNull();
});

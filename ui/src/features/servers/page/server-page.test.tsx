import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { troubledServers } from "@/ipc/fake-trouble";
import { renderApp } from "@/test/render-app";

const page = () => screen.findByRole("heading", { level: 1 });

it("shows what is known of a server, and where it stands", async () => {
  renderApp({ at: "/servers/everything" });
  expect(await screen.findByText("2025-11-25")).toBeVisible();
  expect(await page()).toHaveTextContent("everything");
  expect(screen.getByTestId("server-state")).toHaveTextContent("Up");
  expect(screen.getByText("4242")).toBeVisible();
  expect(screen.getByText(/3\.4 ms, \d+s ago/)).toBeVisible();
  expect(screen.getByTestId("page-stop")).toBeVisible();
  expect(screen.getByTestId("server-tab-explorer")).toHaveTextContent("Explorer13");
});

it("starts and stops from its header", async () => {
  const { user, client } = renderApp({ at: "/servers/time" });
  await user.click(await screen.findByTestId("page-start"));
  await waitFor(() => expect(screen.getByTestId("server-state")).toHaveTextContent("Up"));
  await user.click(screen.getByTestId("page-stop"));
  await waitFor(() => expect(screen.getByTestId("server-state")).toHaveTextContent("Stopped"));
  expect(client.calls("serversStop")).toBe(1);
});

it("changes its tab with the address, and with [ and ]", async () => {
  const { user } = renderApp({ at: "/servers/everything?q=every" });
  await user.click(await screen.findByTestId("server-tab-log"));
  expect(window.location.hash).toBe("#/servers/everything/log?q=every");
  expect(await screen.findByTestId("log-view")).toBeVisible();
  await user.keyboard("[[");
  expect(window.location.hash).toBe("#/servers/everything?q=every");
  await user.keyboard("[[");
  expect(window.location.hash).toBe("#/servers/everything/settings?q=every");
  await user.keyboard("]");
  expect(window.location.hash).toBe("#/servers/everything?q=every");
});

it("says so where there is no such server, and leads back", async () => {
  const { user } = renderApp({ at: "/servers/nothing/log" });
  expect(await screen.findByText("There is no server “nothing”")).toBeVisible();
  await user.click(screen.getByRole("link", { name: "Show all servers" }));
  expect(window.location.hash).toBe("#/servers");
});

it("says why a server cannot be shown, and asks again", async () => {
  const { user, client } = renderApp({
    at: "/servers/everything",
    failing: { serversShow: { code: "io", message: "The database cannot be read." } },
  });
  expect(await screen.findByText("The database cannot be read.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(client.calls("serversShow")).toBeGreaterThan(1));
});

it("keeps what was typed in the settings while one looks at something else", async () => {
  const { user } = renderApp({ at: "/servers/filesystem/settings" });
  const description = await screen.findByTestId("add-server-description");
  await user.type(description, "my files");
  expect(await screen.findByTestId("unsaved")).toBeInTheDocument();
  await user.click(screen.getByTestId("server-tab-overview"));
  expect(await screen.findByRole("heading", { name: "History" })).toBeVisible();
  expect(screen.getByTestId("unsaved")).toBeInTheDocument();
  await user.click(screen.getByTestId("server-tab-settings"));
  expect(screen.getByTestId("add-server-description")).toHaveValue("my files");
  await user.click(screen.getByTestId("settings-discard"));
  await waitFor(() => expect(screen.queryByTestId("unsaved")).toBeNull());
  expect(screen.getByTestId("add-server-description")).toHaveValue("");
});

it("keeps what was typed while one is on another page, says so, and lets go of it", async () => {
  const { user } = renderApp({ at: "/servers/filesystem/settings" });
  await user.type(await screen.findByTestId("add-server-description"), "my files");
  await user.click(screen.getByTestId("nav-servers"));
  expect(await screen.findByTestId("server-row-git")).toBeInTheDocument();
  window.location.hash = "#/servers/git";
  expect(await screen.findByTestId("trouble")).toBeVisible();
  expect(screen.queryByTestId("unsaved")).toBeNull();
  window.location.hash = "#/servers/filesystem";
  expect(await screen.findByTestId("unsaved")).toHaveTextContent("Unsaved changes");
  await user.click(screen.getByTestId("server-tab-settings"));
  expect(await screen.findByTestId("add-server-description")).toHaveValue("my files");
  await user.click(screen.getByTestId("settings-discard"));
  await waitFor(() => expect(screen.queryByTestId("unsaved")).toBeNull());
  await user.click(screen.getByTestId("nav-servers"));
  window.location.hash = "#/servers/filesystem/settings";
  expect(await screen.findByTestId("add-server-description")).toHaveValue("");
});

it("has nothing unsaved once it is saved, wherever one is then", async () => {
  const { user, client } = renderApp({ at: "/servers/filesystem/settings" });
  await user.type(await screen.findByTestId("add-server-description"), "one");
  await user.click(screen.getByTestId("settings-save"));
  await user.click(screen.getByTestId("nav-servers"));
  await waitFor(() => expect(client.calls("serversUpdate")).toBe(1));
  window.location.hash = "#/servers/filesystem/settings";
  expect(await screen.findByTestId("add-server-description")).toHaveValue("one");
  expect(screen.queryByTestId("unsaved")).toBeNull();
});

it("says of a server that sleeps that it starts by itself", async () => {
  const { user } = renderApp({ at: "/servers/time" });
  expect(await screen.findByTestId("server-asleep")).toHaveTextContent("Starts on use");
  expect(await screen.findByText(/It starts by itself when it is used/)).toBeVisible();
  await user.click(screen.getByTestId("page-start"));
  await waitFor(() => expect(screen.queryByTestId("server-asleep")).toBeNull());
});

it.each([
  ["postgres", "mend-retry", ["page-start"]],
  ["memory", "mend-restart", ["page-restart"]],
  ["sentry", "mend-approve", ["page-approve"]],
])("offers what helps %s once: where the trouble is told", async (id, mend, absent) => {
  const { user } = renderApp({ at: `/servers/${id}` });
  expect(await screen.findByTestId(mend)).toBeVisible();
  for (const button of absent) expect(screen.queryByTestId(button)).toBeNull();
  await user.click(screen.getByTestId("server-tab-log"));
  for (const button of absent) expect(await screen.findByTestId(button)).toBeVisible();
});

it("does not offer to open the page that is open", async () => {
  const { user } = renderApp({ at: "/servers/git" });
  await user.click(await screen.findByRole("button", { name: "More actions for git" }));
  expect(await screen.findByTestId("server-logs-git")).toBeVisible();
  expect(screen.queryByTestId("server-open-git")).toBeNull();
});

it("saves, and restarts where that was asked", async () => {
  const { user, client } = renderApp({ at: "/servers/filesystem/settings" });
  await user.type(await screen.findByTestId("add-server-description"), "one");
  await user.click(screen.getByTestId("settings-save"));
  await waitFor(() => expect(client.calls("serversUpdate")).toBe(1));
  await waitFor(() => expect(screen.queryByTestId("unsaved")).toBeNull());
  expect(client.calls("serversRestart")).toBe(0);
  await user.type(screen.getByTestId("add-server-description"), " two");
  await user.click(screen.getByTestId("settings-save-restart"));
  await waitFor(() => expect(client.calls("serversRestart")).toBe(1));
});

it("puts the focus on the field that is wrong", async () => {
  const { user } = renderApp({ at: "/servers/folder", servers: troubledServers() });
  await user.click(await screen.findByTestId("mend-edit"));
  await waitFor(() => expect(screen.getByTestId("add-server-cwd")).toHaveFocus());
  expect(window.location.hash).toBe("#/servers/folder/settings");
});

it("removes with undo", async () => {
  const { user } = renderApp({ at: "/servers/time/settings" });
  await user.click(await screen.findByTestId("settings-remove"));
  expect(await screen.findByTestId("server-row-everything")).toBeInTheDocument();
  expect(screen.queryByTestId("server-row-time")).toBeNull();
  await user.click(await screen.findByTestId("toast-undo"));
  expect(await screen.findByTestId("server-row-time")).toBeInTheDocument();
});

it("asks for approval where the address says so", async () => {
  const { user } = renderApp({ at: "/servers/imported", servers: troubledServers() });
  await user.click(await screen.findByTestId("mend-approve"));
  expect(window.location.hash).toBe("#/servers/imported?approve=imported");
  const dialog = await screen.findByRole("dialog");
  await user.click(await within(dialog).findByTestId("approve-start"));
  await waitFor(() => expect(screen.getByTestId("server-state")).toHaveTextContent("Up"));
});

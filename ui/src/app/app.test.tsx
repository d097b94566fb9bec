import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import * as model from "@/features/servers/model";
import { SHORTCUTS } from "@/lib/shortcuts";
import { renderApp } from "@/test/render-app";

const title = (name: string) => screen.findByRole("heading", { level: 1, name });

it("goes to each page with the keys of the list", async () => {
  const { user } = renderApp();
  await title("Servers");
  for (const [keys, name] of [
    ["gd", "Doctor"],
    ["gn", "Notifications"],
    ["g,", "Settings"],
    ["gs", "Servers"],
  ] as const) {
    await user.keyboard(keys);
    expect(await title(name)).toBeVisible();
  }
});

it("leaves every key to a field that is typed into", async () => {
  const { user } = renderApp();
  await screen.findByTestId("server-row-time");
  await user.keyboard("/");
  await user.keyboard("gdc?");
  expect(screen.getByRole("searchbox")).toHaveValue("gdc?");
  expect(await title("Servers")).toBeVisible();
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("adds a server from any page", async () => {
  const { user } = renderApp({ at: "/settings" });
  await title("Settings");
  await user.keyboard("c");
  expect(await screen.findByRole("dialog", { name: "Add server" })).toBeVisible();
});

it("lists every shortcut there is", async () => {
  const { user } = renderApp();
  await title("Servers");
  await user.keyboard("?");
  const dialog = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(within(dialog).getAllByRole("term")).toHaveLength(Object.keys(SHORTCUTS).length);
});

it("says the title of a page that opens, and moves a lost focus into it", async () => {
  const { user } = renderApp();
  await title("Servers");
  const said = screen.getByTestId("route-announcer");
  await waitFor(() => expect(said).toHaveTextContent("Servers"));
  await user.keyboard("g,");
  await title("Settings");
  await waitFor(() => expect(said).toHaveTextContent("Settings"));
  expect(screen.getByRole("main")).toHaveFocus();
  await waitFor(() => expect(document.title).toBe("(2) Settings – MCP Console"));
});

it("opens the page that a clicked notification asks for, and no other address", async () => {
  const { client } = renderApp();
  await title("Servers");
  await waitFor(() => expect(client.calls("onEvents")).toBe(1));
  // What was asked before the window listened is asked in vain.
  await waitFor(() => {
    act(() => client.happen({ type: "page_requested", path: "/servers/time" }));
    expect(window.location.hash).toBe("#/servers/time");
  });
  for (const path of ["https://example.com", "javascript:alert(1)", "/nowhere", "//evil"]) {
    act(() => client.happen({ type: "page_requested", path }));
    expect(window.location.hash).toBe("#/servers/time");
  }
  act(() => client.happen({ type: "page_requested", path: "/notifications" }));
  expect(await title("Notifications")).toBeVisible();
});

it("goes back and forward through pages", async () => {
  const { user } = renderApp();
  await title("Servers");
  await user.keyboard("gd");
  await title("Doctor");
  window.history.back();
  await title("Servers");
  window.history.forward();
  await title("Doctor");
});

it("leaves a page that broke by going to another", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const broken = vi.spyOn(model, "filterRows").mockImplementation(() => {
    throw new Error("broken on purpose");
  });
  const { user } = renderApp();
  expect(await screen.findByText("This page stopped working")).toBeVisible();
  expect(screen.getByText("broken on purpose")).toBeVisible();
  await user.click(screen.getByTestId("nav-settings"));
  expect(await title("Settings")).toBeVisible();
  broken.mockRestore();
  await user.click(screen.getByTestId("nav-servers"));
  expect(await title("Servers")).toBeVisible();
});

it("collapses the sidebar and keeps it so", async () => {
  const { user, view } = renderApp();
  await user.click(await screen.findByRole("button", { name: "Collapse sidebar" }));
  expect(screen.getByRole("button", { name: "Expand sidebar" })).toBeVisible();
  expect(localStorage.getItem("sidebar")).toBe("collapsed");
  await user.click(screen.getByRole("button", { name: "Expand sidebar" }));
  view.unmount();
});

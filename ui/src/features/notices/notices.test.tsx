import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { renderApp } from "@/test/render-app";

const PAGE = { at: "/notifications" };

afterEach(() => vi.useRealTimers());

it("lists what happened by day, with its reason and how it was told", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(2026, 4, 20, 15, 0) });
  renderApp(PAGE);
  const list = await screen.findByTestId("notices-list");
  const today = within(list).getByRole("region", { name: "Today" });
  expect(within(today).getByRole("link", { name: /postgres failed/ })).toBeVisible();
  expect(today).toHaveTextContent("It ended 5 times within 60 seconds");
  expect(today).toHaveTextContent("everything is up again");
  expect(today).toHaveTextContent("Not shown by the system: notifications were paused.");
  const yesterday = within(list).getByRole("region", { name: "Yesterday" });
  expect(yesterday).toHaveTextContent("nothing here shows notifications");
});

it("opens the server and marks its notice as read", async () => {
  const { user, client } = renderApp(PAGE);
  await user.click(await screen.findByRole("link", { name: /^Unread:\s*postgres failed$/ }));
  await waitFor(() => expect(window.location.hash).toBe("#/servers/postgres"));
  await waitFor(async () => expect((await client.noticesList()).unread).toBe(1));
});

it("has no link to a server that was removed", async () => {
  renderApp(PAGE);
  await screen.findByRole("link", { name: /postgres failed/ });
  const gone = await screen.findByText("This server was removed.");
  expect(within(gone.closest("li") as HTMLElement).queryByRole("link")).toBeNull();
});

it("counts what is unread in the sidebar, at the bell and in the title, until all is read", async () => {
  const { user } = renderApp(PAGE);
  expect(await screen.findByRole("button", { name: "Notifications: 2 unread" })).toBeVisible();
  await waitFor(() => expect(document.title).toBe("(2) Notifications – MCP Console"));
  expect(screen.getByTestId("nav-notices")).toHaveTextContent("2 unread");
  await user.click(screen.getByTestId("notices-read"));
  expect(await screen.findByRole("button", { name: "Notifications" })).toBeVisible();
  await waitFor(() => expect(document.title).toBe("Notifications – MCP Console"));
  expect(screen.getByTestId("nav-notices")).not.toHaveTextContent("unread");
  expect(screen.queryByTestId("notices-read")).toBeNull();
});

it("asks before it clears, and then is empty", async () => {
  const { user, client } = renderApp(PAGE);
  await user.click(await screen.findByTestId("notices-clear"));
  expect(await screen.findByRole("dialog", { name: "Clear all notifications?" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(client.calls("noticesClear")).toBe(0);
  await user.click(screen.getByTestId("notices-clear"));
  await user.click(await screen.findByTestId("notices-clear-confirm"));
  expect(await screen.findByText("Nothing has happened")).toBeVisible();
});

it("pauses and resumes, and says which", async () => {
  const { user } = renderApp(PAGE);
  await user.click(await screen.findByTestId("notices-pause"));
  expect(await screen.findByTestId("notices-paused")).toHaveTextContent("Notifications are paused");
  expect(screen.queryByTestId("notices-pause")).toBeNull();
  await user.click(screen.getByTestId("notices-resume"));
  await waitFor(() => expect(screen.queryByTestId("notices-paused")).toBeNull());
});

it("moves through the list with j and k", async () => {
  const { user } = renderApp(PAGE);
  await screen.findByRole("link", { name: /postgres failed/ });
  await user.keyboard("jj");
  expect(screen.getByRole("link", { name: /everything is up again/ })).toHaveFocus();
  await user.keyboard("k");
  expect(screen.getByRole("link", { name: /postgres failed/ })).toHaveFocus();
});

it("shows the newest ones at the bell, which leads to the others", async () => {
  const { user } = renderApp();
  await user.click(await screen.findByRole("button", { name: "Notifications: 2 unread" }));
  const panel = await screen.findByRole("dialog", { name: "Notifications" });
  expect(within(panel).getByRole("link", { name: /postgres failed/ })).toBeVisible();
  await user.click(within(panel).getByTestId("bell-pause"));
  await waitFor(() => expect(panel).toHaveTextContent("Notifications are paused"));
  await user.click(within(panel).getByTestId("notices-see-all"));
  expect(await screen.findByRole("heading", { name: "Notifications", level: 1 })).toBeVisible();
  expect(screen.queryByTestId("notices-popover")).toBeNull();
});

it("tells in the window what happens, once for each server, and opens it", async () => {
  const { user, client } = renderApp({ at: "/settings" });
  await screen.findByRole("heading", { name: "Settings" });
  await waitFor(() => expect(client.calls("onEvents")).toBe(1));
  await screen.findByRole("button", { name: "Notifications: 2 unread" });
  const problem = { code: "process_exited" as const, message: "It ended with exit code 3." };
  act(() => client.notify({ type: "server_failed", server: "time", problem }));
  const toast = await screen.findByTestId("toast");
  expect(toast).toHaveTextContent("time failed");
  expect(toast).toHaveTextContent("It ended with exit code 3.");
  expect(await screen.findByRole("button", { name: "Notifications: 3 unread" })).toBeVisible();
  act(() => client.notify({ type: "server_recovered", server: "time" }));
  await waitFor(() => expect(screen.getByTestId("toast")).toHaveTextContent("time is up again"));
  await user.click(screen.getByTestId("toast-open-server"));
  await waitFor(() => expect(window.location.hash).toBe("#/servers/time"));
  expect(await screen.findByRole("button", { name: "Notifications: 3 unread" })).toBeVisible();
});

it("says that it cannot be shown, and tries again", async () => {
  const problem = { code: "io" as const, message: "It cannot be read." };
  const { user, client } = renderApp({ ...PAGE, failing: { noticesList: problem } });
  expect(await screen.findByText("The notifications cannot be shown")).toBeVisible();
  const before = client.calls("noticesList");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(client.calls("noticesList")).toBeGreaterThan(before));
});

it("says what could not be changed", async () => {
  const problem = { code: "disk_full" as const, message: "The disk is full." };
  const { user } = renderApp({ ...PAGE, failing: { noticesRead: problem } });
  await user.click(await screen.findByTestId("notices-read"));
  expect(await screen.findByText("The notifications could not be changed")).toBeVisible();
});

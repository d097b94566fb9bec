import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderApp } from "@/test/render-app";

it("tells why a server failed, what it said last, and has the button that helps", async () => {
  const { user, client } = renderApp({ at: "/servers/postgres" });
  const drawer = await screen.findByTestId("drawer");
  expect(await within(drawer).findByText("It keeps crashing")).toBeVisible();
  expect(within(drawer).getByText(/Cannot find package 'pg'/)).toBeVisible();
  expect(within(drawer).getByText("crash_loop")).toBeVisible();
  await user.click(within(drawer).getByTestId("drawer-remedy"));
  await waitFor(() => expect(client.calls("serversStart")).toBe(1));
  await waitFor(() => expect(within(drawer).getByTestId("drawer-state")).toHaveTextContent("Up"));
});

it("shows what is known of the instance and what happened to it", async () => {
  renderApp({ at: "/servers/everything" });
  const drawer = await screen.findByTestId("drawer");
  expect(await within(drawer).findByText("2025-11-25")).toBeVisible();
  expect(within(drawer).getByText("4242")).toBeVisible();
  expect(within(drawer).getByText(/3\.4 ms, \d+s ago/)).toBeVisible();
  expect(within(drawer).getByRole("heading", { name: "History" })).toBeVisible();
});

it("says so where there is no such server", async () => {
  renderApp({ at: "/servers/nothing" });
  expect(await screen.findByText("There is no server “nothing”")).toBeVisible();
});

it("changes its tab with the address", async () => {
  const { user } = renderApp({ at: "/servers/everything?q=every" });
  await user.click(await screen.findByTestId("drawer-tab-log"));
  expect(window.location.hash).toBe("#/servers/everything/log?q=every");
  expect(await screen.findByTestId("log-view")).toBeVisible();
});

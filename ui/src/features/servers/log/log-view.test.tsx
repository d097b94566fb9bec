import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { sampleLog } from "@/ipc/fake-samples";
import { renderApp } from "@/test/render-app";

async function openLog(options: Parameters<typeof renderApp>[0] = {}) {
  const app = renderApp({ at: "/servers/everything/log", logLines: 100, ...options });
  const log = await screen.findByRole("log", { name: "Log of everything" });
  Object.defineProperty(log, "scrollHeight", { configurable: true, get: () => 5_000 });
  return { ...app, log };
}

it("follows new lines", async () => {
  const { client } = await openLog();
  expect(await screen.findByText("100 lines")).toBeVisible();
  act(() => client.log("everything", sampleLog(20, 101)));
  expect(await screen.findByText("120 lines")).toBeVisible();
  expect(screen.queryByTestId("log-jump")).toBeNull();
});

it("lets go when one scrolls up, counts what waits, and catches up", async () => {
  const { client, log, user } = await openLog();
  fireEvent.wheel(log, { deltaY: -100 });
  expect(await screen.findByTestId("log-jump")).toHaveTextContent("Jump to the end");
  act(() => client.log("everything", sampleLog(312, 101)));
  await waitFor(() => expect(screen.getByTestId("log-jump")).toHaveTextContent("312 new lines"));
  expect(screen.getByText("100 lines")).toBeVisible();
  await user.click(screen.getByTestId("log-jump"));
  expect(await screen.findByText("412 lines")).toBeVisible();
});

it("searches, counts and steps from the newest match", async () => {
  const { user } = await openLog();
  await user.type(screen.getByTestId("log-search"), "DEPRECATED");
  expect(await screen.findByText("0 of 14")).toBeVisible();
  await user.keyboard("{Enter}");
  expect(await screen.findByText("14 of 14")).toBeVisible();
  await user.keyboard("{Enter}");
  expect(await screen.findByText("13 of 14")).toBeVisible();
  await user.type(screen.getByTestId("log-search"), "x");
  expect(await screen.findByText("No match")).toBeVisible();
});

it("says why a log cannot be shown, and tries again", async () => {
  renderApp({
    at: "/servers/everything/log",
    failing: { serversLogs: { code: "io", message: "The log file cannot be read." } },
  });
  expect(await screen.findByText("The log file cannot be read.")).toBeVisible();
});

it("says that nothing was written yet", async () => {
  renderApp({ at: "/servers/everything/log", logLines: 0 });
  expect(await screen.findByText("This server has written nothing yet.")).toBeVisible();
});

import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { sampleLog } from "@/ipc/fake-log-samples";
import { renderApp } from "@/test/render-app";

afterEach(() => vi.restoreAllMocks());

async function openLog(options: Parameters<typeof renderApp>[0] = {}) {
  const app = renderApp({ at: "/servers/everything/log", logLines: 100, ...options });
  const log = await screen.findByRole("log", { name: "Log of everything" });
  Object.defineProperty(log, "scrollHeight", { configurable: true, get: () => 5_000 });
  return { ...app, log };
}

const count = (text: string) =>
  waitFor(() => expect(screen.getByTestId("log-count")).toHaveTextContent(text));
const matches = (text: string) =>
  waitFor(() => expect(screen.getByTestId("log-matches")).toHaveTextContent(text));

function copied(): string[] {
  const texts: string[] = [];
  vi.spyOn(navigator.clipboard, "writeText").mockImplementation((text) => {
    texts.push(text);
    return Promise.resolve();
  });
  return texts;
}

it("follows new lines", async () => {
  const { client } = await openLog();
  await count("100 lines");
  act(() => client.log("everything", sampleLog(20, 101)));
  await count("120 lines");
  expect(screen.queryByTestId("log-jump")).toBeNull();
});

it("lets go when one scrolls up, counts what waits, and catches up", async () => {
  const { client, log, user } = await openLog();
  fireEvent.wheel(log, { deltaY: -100 });
  expect(await screen.findByTestId("log-jump")).toHaveTextContent("Jump to the end");
  act(() => client.log("everything", sampleLog(312, 101)));
  await waitFor(() => expect(screen.getByTestId("log-jump")).toHaveTextContent("312 new lines"));
  await user.click(screen.getByTestId("log-jump"));
  await count("412 lines");
  expect(screen.queryByTestId("log-jump")).toBeNull();
});

it("stays paused at the end until one goes on", async () => {
  const { log, user } = await openLog();
  await user.click(screen.getByTestId("log-pause"));
  expect(await screen.findByTestId("log-jump")).toHaveTextContent("Resume");
  fireEvent.scroll(log, { target: { scrollTop: 5_000 } });
  expect(screen.getByTestId("log-jump")).toBeVisible();
  await user.click(screen.getByTestId("log-pause"));
  await waitFor(() => expect(screen.queryByTestId("log-jump")).toBeNull());
});

it("searches, counts and steps: first to the newest, then on, round the end", async () => {
  const { user } = await openLog();
  await user.keyboard("/");
  expect(screen.getByTestId("log-search")).toHaveFocus();
  await user.keyboard("DEPRECATED");
  await matches("0 of 14");
  await user.keyboard("{Enter}");
  await matches("14 of 14");
  await user.keyboard("{Enter}");
  await matches("1 of 14");
  await user.keyboard("{Shift>}{Enter}{/Shift}");
  await matches("14 of 14");
  await user.keyboard("x");
  await matches("No match");
  expect(window.location.hash).toBe("#/servers/everything/log?find=DEPRECATEDx");
  await user.keyboard("{Escape}");
  expect(screen.queryByTestId("log-matches")).toBeNull();
  await user.keyboard("{Escape}");
  expect(screen.getByRole("log")).toHaveFocus();
});

it("is focused by Ctrl F", async () => {
  const { user } = await openLog();
  await user.keyboard("{Control>}f{/Control}");
  expect(screen.getByTestId("log-search")).toHaveFocus();
});

it("shows only the lines that match", async () => {
  const { user } = await openLog({ at: "/servers/everything/log?find=deprecated" });
  await matches("0 of 14");
  await user.click(screen.getByTestId("log-only-matches"));
  await count("14 of 100 lines");
  expect(window.location.hash).toContain("only=matches");
});

it("hides levels and sources, and shows them again", async () => {
  const { user } = await openLog();
  await user.click(screen.getByTestId("log-filter"));
  await user.click(await screen.findByTestId("log-level-none"));
  await count("14 of 100 lines");
  await user.click(screen.getByTestId("log-level-warn"));
  expect(await screen.findByText("The filter hides every line.")).toBeInTheDocument();
  expect(window.location.hash).toBe("#/servers/everything/log?hide=warn%2Cnone");
  await user.keyboard("{Escape}");
  await user.click(screen.getByRole("button", { name: "Show all lines" }));
  await count("100 lines");
});

it("says where lines are missing", async () => {
  const { client } = await openLog();
  act(() => client.log("everything", sampleLog(3, 1_335)));
  expect(await screen.findByText("1,234 lines skipped")).toBeInTheDocument();
  await count("103 lines");
});

it("marks a level in the gutter, and says it", async () => {
  await openLog();
  expect((await screen.findAllByText("Warnings")).length).toBeGreaterThan(0);
});

it("copies what is shown, or the lines that were chosen", async () => {
  const { user, log } = await openLog();
  const texts = copied();
  await user.click(screen.getByTestId("log-copy"));
  await waitFor(() => expect(texts).toHaveLength(1));
  expect(texts[0]?.trimEnd().split("\n")).toHaveLength(100);
  const gutters = log.querySelectorAll("[data-gutter]");
  const [first, , third] = gutters;
  if (!first || !third) throw new Error("no lines are drawn");
  fireEvent.click(first);
  fireEvent.click(third, { shiftKey: true });
  await user.click(screen.getByRole("button", { name: "Copy the selected lines" }));
  await waitFor(() => expect(texts).toHaveLength(2));
  expect(texts[1]?.trimEnd().split("\n")).toHaveLength(3);
  fireEvent.keyDown(log, { key: "a", ctrlKey: true });
  fireEvent.keyDown(log, { key: "c", ctrlKey: true });
  await waitFor(() => expect(texts).toHaveLength(3));
  expect(texts[2]).toBe(texts[0]);
});

it("writes the whole log to a file and shows where it is", async () => {
  const { user, client } = await openLog();
  await user.click(screen.getByTestId("log-export"));
  expect(await screen.findByText("/home/ana/Downloads/everything.log")).toBeVisible();
  await user.click(screen.getByTestId("toast-reveal"));
  expect(client.calls("desktopReveal")).toBe(1);
});

it("clears the view and brings earlier lines back", async () => {
  const { user, client } = await openLog();
  await user.click(screen.getByTestId("log-clear"));
  expect(await screen.findByText(/The view is cleared/)).toBeVisible();
  act(() => client.log("everything", sampleLog(2, 101)));
  await count("2 lines");
  await user.click(screen.getByTestId("log-clear"));
  await user.click(await screen.findByRole("button", { name: "Show earlier lines" }));
  await count("100 lines");
});

it("wraps lines", async () => {
  const { user } = await openLog();
  await user.click(screen.getByRole("button", { name: "Wrap lines" }));
  expect(screen.getByText(/deprecated option/, { selector: "[data-index='93'] *" })).toBeVisible();
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

import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { live, sample } from "@/ipc/fake-samples";
import { renderApp } from "@/test/render-app";
import { row } from "@/test/rows";
import { targetsOf } from "./use-bulk";

const servers = () => [
  sample({ name: "up", tags: ["work"], overrides: live(60_000, 1) }),
  sample({ name: "down" }),
  sample({ name: "stranger", overrides: { approved: false } }),
];
const AT = "/servers?selected=up,down,stranger";
const state = (id: string) => screen.getByTestId(`server-state-${id}`);

it("does a thing to those that it would change", () => {
  const rows = [
    row("up", { tags: ["work"], overrides: live(1, 1) }),
    row("down"),
    row("stranger", { overrides: { approved: false } }),
  ];
  const ids = (action: Parameters<typeof targetsOf>[1]) =>
    targetsOf(rows, action).map((one) => one.id);
  expect(ids({ kind: "start" })).toEqual(["down", "stranger"]);
  expect(ids({ kind: "stop" })).toEqual(["up"]);
  expect(ids({ kind: "restart" })).toEqual(["up"]);
  expect(ids({ kind: "remove" })).toEqual(["up", "down", "stranger"]);
  expect(ids({ kind: "add_tag", tag: "work" })).toEqual(["down", "stranger"]);
  expect(ids({ kind: "remove_tag", tag: "work" })).toEqual(["up"]);
});

describe("the bar of what is chosen", () => {
  it("starts what can be started, and lists what could not with its reason", async () => {
    const { user } = renderApp({ servers: servers(), at: AT });
    await user.click(await screen.findByTestId("bulk-start"));
    const report = await screen.findByTestId("bulk-report");
    expect(
      screen.getByRole("dialog", { name: "1 of 2 servers was not started" }),
    ).toBeInTheDocument();
    expect(within(report).getAllByRole("listitem")).toHaveLength(1);
    expect(report).toHaveTextContent("stranger");
    expect(report).toHaveTextContent("The command has not been approved yet.");
    expect(report).toHaveTextContent("Review it and approve it.");
    await user.click(screen.getByTestId("bulk-report-close"));
    expect(await screen.findByText("1 server is being started")).toBeVisible();
    await waitFor(() => expect(state("down")).toHaveTextContent("Up"));
  });

  it("gives and takes labels", async () => {
    const { user } = renderApp({ servers: servers(), at: AT });
    await user.click(await screen.findByTestId("bulk-add-tag"));
    await user.type(await screen.findByTestId("bulk-tag-input"), "new{Enter}");
    expect(await screen.findByText("Added “new” to 3 servers")).toBeVisible();
    expect(await screen.findByTestId("tag-new")).toBeVisible();
    await user.click(screen.getByTestId("bulk-remove-tag"));
    await user.click(await screen.findByTestId("bulk-remove-tag-work"));
    expect(await screen.findByText("Removed “work” from 1 server")).toBeVisible();
    await waitFor(() => expect(screen.queryByTestId("tag-work")).toBeNull());
  });

  it("removes at once, and undo brings all back as they were", async () => {
    const { user, client } = renderApp({ servers: servers(), at: AT });
    await user.click(await screen.findByTestId("bulk-remove"));
    expect(await screen.findByText("Removed 3 servers")).toBeVisible();
    expect(screen.queryByTestId("server-row-up")).toBeNull();
    await user.click(screen.getByTestId("toast-undo"));
    await waitFor(() => expect(state("up")).toHaveTextContent("Up"));
    expect(state("down")).toHaveTextContent("Stopped");
    // Remove, restore, and start of the one that ran.
    expect(client.calls("serversBulk")).toBe(3);
  });

  it("says so when nothing could be done at all", async () => {
    const problem = { code: "io" as const, message: "The disk does not answer." };
    const { user } = renderApp({ servers: servers(), at: AT, failing: { serversBulk: problem } });
    await user.click(await screen.findByTestId("bulk-stop"));
    expect(await screen.findByText("Nothing was done")).toBeVisible();
    expect(screen.getAllByText(/The disk does not answer\./)[0]).toBeVisible();
  });

  it("copies the chosen ones as CSV", async () => {
    const { user } = renderApp({ servers: servers(), at: "/servers?selected=down" });
    await user.click(await screen.findByTestId("bulk-csv"));
    await waitFor(async () =>
      expect((await navigator.clipboard.readText()).split("\r\n")[1]).toMatch(/^stopped,down,/),
    );
  });
});

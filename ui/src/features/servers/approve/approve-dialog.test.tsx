import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { sample, stdio } from "@/ipc/fake-samples";
import { renderApp } from "@/test/render-app";

const imported = () =>
  sample({
    name: "imported",
    transport: stdio("npx", "-y", `${"long-".repeat(60)}end`, "", "safe\u202egnp.exe"),
    overrides: { approved: false },
  });

it("shows all that will run, hidden characters included, before anyone says yes", async () => {
  const { user, client } = renderApp({ servers: [imported()] });
  await user.click(await screen.findByTestId("server-approve-imported"));
  const exact = await screen.findByTestId("exact-command");
  expect(exact).toHaveTextContent(`${"long-".repeat(60)}end`);
  expect(exact).toHaveTextContent("safe\\u{202e}gnp.exe");
  expect(exact).toHaveTextContent("empty");
  expect(client.calls("serversApprove")).toBe(0);
});

it("approves without starting", async () => {
  const { user, client } = renderApp({ servers: [imported()], at: "/servers?approve=imported" });
  await screen.findByTestId("exact-command");
  await user.click(screen.getByTestId("approve-confirm"));
  await waitFor(() =>
    expect(screen.getByTestId("server-state-imported")).toHaveTextContent("Stopped"),
  );
  expect(client.calls("serversStart")).toBe(0);
});

it("approves and starts", async () => {
  const { user } = renderApp({ servers: [imported()], at: "/servers?approve=imported" });
  await screen.findByTestId("exact-command");
  await user.click(screen.getByTestId("approve-start"));
  await waitFor(() => expect(screen.getByTestId("server-state-imported")).toHaveTextContent("Up"));
});

it("waits for the row of a server that is not there yet, and asks nothing of one that is gone", async () => {
  const { client } = renderApp({ servers: [imported()], at: "/servers?approve=other" });
  await screen.findByTestId("server-row-imported");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(window.location.hash).toBe("#/servers?approve=other");
  const text = JSON.stringify({ mcpServers: { other: { command: "other-server" } } });
  await client.importsApply({ source: { kind: "text", text }, fields: [] });
  expect(await screen.findByRole("dialog")).toHaveTextContent("Approve “other”?");
  expect(await screen.findByText("other-server")).toBeVisible();
  await client.serversRemove("other");
  await waitFor(() => expect(window.location.hash).toBe("#/servers"));
  expect(screen.queryByRole("dialog")).toBeNull();
});

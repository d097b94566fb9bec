import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { manyServers } from "@/ipc/fake-samples";
import { renderApp } from "@/test/render-app";
import { MAX_DRAWN } from "./sections";

async function opened(options: Parameters<typeof renderApp>[0] = {}) {
  const rendered = renderApp(options);
  await screen.findByRole("heading", { level: 1 });
  await rendered.user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("combobox", { name: /palette|Paleta/ });
  return rendered;
}

const options = () => screen.getAllByRole("option").map((option) => option.textContent ?? "");

it("goes to a page by its name, and remembers it", async () => {
  const { user } = await opened();
  await user.keyboard("sett{Enter}");
  expect(await screen.findByRole("heading", { name: "Settings" })).toBeVisible();
  expect(screen.queryByTestId("palette")).toBeNull();
  await user.keyboard("{Control>}k{/Control}");
  const recent = await screen.findByRole("group", { name: "Recent" });
  expect(within(recent).getAllByRole("option")).toHaveLength(1);
  expect(recent).toHaveTextContent("Settings");
});

it("starts a server with the keyboard alone", async () => {
  const { user, client } = await opened();
  await screen.findByText("Open time");
  await user.keyboard("start time");
  expect(options()[0]).toBe("Start time");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(client.calls("serversStart")).toBe(1));
  await waitFor(async () => expect((await client.serversShow("time")).state).toBe("up"));
});

it("offers what a server's state allows, and nothing else", async () => {
  const { user } = await opened();
  await screen.findByText("Open time");
  await user.keyboard("everything");
  const offered = options().join("\n");
  expect(offered).toContain("Stop everything");
  expect(offered).toContain("Restart everything");
  expect(offered).not.toContain("Start everything");
});

it("shows shortcuts and the state of servers beside the commands", async () => {
  await opened();
  expect(await screen.findByTestId("palette-page:doctor")).toHaveTextContent("Doctorgthend");
  expect(await screen.findByTestId("palette-server:git:open")).toHaveTextContent("Failed");
});

it("is found in either language", async () => {
  const { user } = await opened({ language: "pt-BR" });
  await user.keyboard("dark theme");
  expect(options()[0]).toBe("Usar o tema escuro");
  await user.clear(screen.getByRole("combobox"));
  await user.keyboard("notificacoes pausar");
  expect(options()[0]).toBe("Pausar notificações");
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("bell")).toBeVisible();
});

it("moves with the arrows, round the ends, and says how many there are", async () => {
  const { user } = await opened();
  await user.keyboard("theme");
  const selected = () => screen.getByRole("option", { selected: true }).textContent;
  const first = selected();
  await user.keyboard("{ArrowDown}");
  expect(selected()).not.toBe(first);
  await user.keyboard("{ArrowUp}{ArrowUp}");
  expect(selected()).toBe(options().at(-1));
  expect(screen.getByText(`${options().length} results`)).toBeInTheDocument();
});

it("says that nothing matches", async () => {
  const { user } = await opened();
  await user.keyboard("zzqx");
  expect(screen.getByTestId("palette-empty")).toHaveTextContent("Nothing matches “zzqx”");
  await user.keyboard("{Enter}");
  expect(screen.getByTestId("palette")).toBeVisible();
});

it("closes with Esc and with its own shortcut, and gives the focus back", async () => {
  const { user } = await opened();
  await user.keyboard("{Escape}");
  expect(screen.queryByTestId("palette")).toBeNull();
  const button = screen.getByRole("button", { name: /^Search/ });
  await user.click(button);
  await user.tab();
  expect(await screen.findByRole("combobox")).toHaveFocus();
  await user.keyboard("{Control>}k{/Control}");
  expect(screen.queryByTestId("palette")).toBeNull();
  await waitFor(() => expect(button).toHaveFocus());
});

it("draws a few of thousands of commands and says how many more there are", async () => {
  const { user } = await opened({ servers: manyServers() });
  await user.keyboard("e");
  await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(MAX_DRAWN));
  expect(screen.getByText(/more match\. Type on to narrow it down\./)).toBeVisible();
});

it("shows what failed", async () => {
  const { user } = await opened({
    failing: { noticesPause: { code: "disk_full", message: "The disk is full." } },
  });
  await screen.findByTestId("palette-notices:pause");
  await user.keyboard("pause notif{Enter}");
  expect(await screen.findByText("“Pause notifications” failed")).toBeVisible();
});

it("does not open above a dialog", async () => {
  const { user } = renderApp();
  await screen.findByRole("heading", { level: 1 });
  await user.keyboard("?");
  await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  await user.keyboard("{Control>}k{/Control}");
  expect(screen.queryByTestId("palette")).toBeNull();
});

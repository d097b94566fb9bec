import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { KeyList, VaultView } from "@/ipc/bindings";
import { keyedKeys, keyedServers } from "@/ipc/fake-key-trouble";
import { renderApp } from "@/test/render-app";
import { violations } from "@/test/violations";

function open(id: string, vault: Partial<VaultView> = {}, changes: Partial<KeyList> = {}) {
  const keys = keyedKeys(Date.now());
  return renderApp({
    at: `/servers/${id}`,
    servers: keyedServers(),
    keys: {
      keys: { ...keys, ...changes, vault: { ...keys.vault, ...vault } },
      passphrase: "correct horse",
    },
  });
}

it("takes the value of a key that is missing, and starts the server", async () => {
  const { user, client } = open("notion");
  const field = await screen.findByLabelText("Value of NOTION_TOKEN");
  expect(screen.getByTestId("key-store")).toBeDisabled();
  expect(await violations()).toEqual([]);
  await user.type(field, "s3cret-value");
  await user.click(screen.getByRole("button", { name: "Add key and start" }));
  await waitFor(() => expect(screen.queryByTestId("trouble")).toBeNull());
  expect(client.calls("keysAdd")).toBe(1);
  expect(client.calls("serversMend")).toBe(1);
  expect(document.body.innerHTML).not.toContain("s3cret-value");
});

it("says why a key could not be added, and starts nothing", async () => {
  const { user, client } = open("notion");
  client.keysAdd = () => Promise.reject(new Error("The keychain failed."));
  await user.type(await screen.findByLabelText("Value of NOTION_TOKEN"), "abc{Enter}");
  expect(await screen.findByText(/The keychain failed/)).toBeVisible();
  expect(client.calls("serversMend")).toBe(0);
});

it("gives a key whose value was lost a new one", async () => {
  const keys = keyedKeys(Date.now());
  const [first] = keys.keys;
  if (!first) throw new Error("there are keys");
  const lost = { ...first, name: "NOTION_TOKEN", status: "lost" as const };
  const { user, client } = open("notion", {}, { keys: [...keys.keys, lost], missing: [] });
  await screen.findByRole("button", { name: "Set value and start" });
  await user.type(screen.getByLabelText("Value of NOTION_TOKEN"), "abc{Enter}");
  await waitFor(() => expect(client.calls("serversMend")).toBe(1));
  expect(client.calls("keysRotate")).toBe(1);
  expect(client.calls("keysAdd")).toBe(0);
});

it("unlocks the keychain, which asks by itself, and starts the server", async () => {
  const { user, client } = open("vault", { status: "locked" });
  await user.click(await screen.findByRole("button", { name: "Unlock and start" }));
  await waitFor(() => expect(client.calls("serversMend")).toBe(1));
  expect(client.calls("vaultUnlock")).toBe(1);
  await waitFor(() => expect(screen.queryByTestId("trouble")).toBeNull());
});

it("unlocks a file with its passphrase", async () => {
  const { user, client } = open("vault", { kind: "file", status: "locked" });
  const field = await screen.findByLabelText("Passphrase");
  await user.type(field, "wrong{Enter}");
  expect(await screen.findByText(/The passphrase is wrong/)).toBeVisible();
  expect(client.calls("serversMend")).toBe(0);
  await user.clear(field);
  await user.type(field, "correct horse");
  await user.click(screen.getByRole("button", { name: "Unlock and start" }));
  await waitFor(() => expect(client.calls("serversMend")).toBe(1));
});

it("only starts a server whose vault was opened meanwhile", async () => {
  const { user, client } = open("vault");
  await user.click(await screen.findByTestId("mend-retry"));
  await waitFor(() => expect(client.calls("serversMend")).toBe(1));
  expect(client.calls("vaultUnlock")).toBe(0);
});

it("leads to the Keys page where no keychain answers", async () => {
  const { user } = open("keychain");
  await user.click(await screen.findByTestId("mend-open-keys"));
  expect(window.location.hash).toBe("#/keys");
  expect(await screen.findByRole("heading", { name: "Keys", level: 1 })).toBeVisible();
});

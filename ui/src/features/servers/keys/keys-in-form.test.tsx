import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AddKey } from "@/ipc/bindings";
import { sampleKeys } from "@/ipc/fake-key-samples";
import { keyedKeys, keyedServers } from "@/ipc/fake-key-trouble";
import { renderApp } from "@/test/render-app";
import { violations } from "@/test/violations";

/** The window, and the keys that it added. */
function open(options: Parameters<typeof renderApp>[0] = {}) {
  const app = renderApp({ at: "/servers?add=new", ...options });
  const added: AddKey[] = [];
  const { keysAdd } = app.client;
  app.client.keysAdd = (request) => {
    added.push(request);
    return keysAdd(request);
  };
  return { ...app, added };
}

/** A row of a variable, or of a header. */
async function addRow(
  user: ReturnType<typeof open>["user"],
  what: "variable" | "header",
  name: string,
) {
  await user.click(await screen.findByRole("button", { name: `Add ${what}` }));
  const label = what === "variable" ? "Variable" : "Header";
  await user.type(screen.getByRole("textbox", { name: `${label} name` }), name);
  return screen.getByRole("combobox", { name: `${label} value` });
}

it("puts a reference to a key that is chosen", async () => {
  const { user } = open();
  const value = await addRow(user, "variable", "TOKEN");
  await user.click(screen.getByRole("button", { name: "Use a key for TOKEN" }));
  await user.click(await screen.findByTestId("use-key-GITHUB_TOKEN"));
  expect(value).toHaveValue("${secret:GITHUB_TOKEN}");
  expect(screen.queryByTestId("key-note-GITHUB_TOKEN")).toBeNull();
});

it("sends a key as a bearer token", async () => {
  const { user } = open();
  await user.click(await screen.findByRole("radio", { name: "URL" }));
  const value = await addRow(user, "header", "Authorization");
  await user.click(screen.getByTestId("use-key"));
  await user.click(await screen.findByTestId("use-key-GITHUB_TOKEN"));
  expect(value).toHaveValue("Bearer ${secret:GITHUB_TOKEN}");
});

it("completes what begins like a reference, by the keyboard", async () => {
  const { user } = open();
  const value = await addRow(user, "variable", "TOKEN");
  await user.type(value, "${{secret:git");
  expect(await screen.findByRole("option", { name: "GITHUB_TOKEN" })).toBeVisible();
  expect(screen.getAllByRole("option")).toHaveLength(1);
  await user.keyboard("{ArrowDown}{Enter}");
  expect(value).toHaveValue("${secret:GITHUB_TOKEN}");
  expect(screen.queryByRole("option")).toBeNull();
});

it("offers to move a secret that is typed in, and keeps nothing of it", async () => {
  const { user, added } = open();
  await user.type(await screen.findByTestId("add-server-name"), "My notes");
  const value = await addRow(user, "variable", "NOTES_TOKEN");
  expect(screen.queryByTestId("plain-secret")).toBeNull();
  await user.type(value, "s3cret-value");
  expect(screen.getByText("This looks like a secret in plain text.")).toBeVisible();
  expect(await violations()).toEqual([]);
  await user.click(screen.getByTestId("move-to-keychain"));
  await waitFor(() => expect(value).toHaveValue("${secret:NOTES_TOKEN}"));
  expect(added).toEqual([
    { name: "NOTES_TOKEN", value: "s3cret-value", target: { kind: "other" } },
  ]);
  expect(document.body.innerHTML).not.toContain("s3cret-value");
  expect(screen.queryByTestId("plain-secret")).toBeNull();
  expect(screen.queryByTestId("key-note-NOTES_TOKEN")).toBeNull();
});

it("keeps what is typed elsewhere while a secret is moved", async () => {
  const { user, client } = open();
  const first = await addRow(user, "variable", "TOKEN");
  await user.type(first, "abc");
  const { keysAdd } = client;
  let release = () => {};
  const turn = new Promise<void>((resolve) => {
    release = resolve;
  });
  client.keysAdd = async (request) => {
    await turn;
    return keysAdd(request);
  };
  await user.click(screen.getByTestId("move-to-keychain"));
  await user.click(screen.getByRole("button", { name: "Add variable" }));
  await user.type(screen.getAllByRole("textbox", { name: "Variable name" })[1] as Element, "MODE");
  release();
  await waitFor(() => expect(first).toHaveValue("${secret:TOKEN}"));
  expect(screen.getByDisplayValue("MODE")).toBeVisible();
});

it("moves the credentials of a header and leaves its scheme", async () => {
  const { user, added } = open();
  await user.type(await screen.findByTestId("add-server-name"), "Git hub");
  await user.click(screen.getByRole("radio", { name: "URL" }));
  const value = await addRow(user, "header", "Authorization");
  await user.type(value, "token abc");
  await user.click(screen.getByTestId("move-to-keychain"));
  await waitFor(() => expect(value).toHaveValue("token ${secret:GIT_HUB_TOKEN}"));
  expect(added).toMatchObject([{ name: "GIT_HUB_TOKEN", value: "abc" }]);
});

it("takes another name where a key has the one that it would get", async () => {
  const { user, added } = open();
  const value = await addRow(user, "variable", "GITHUB_TOKEN");
  await user.type(value, "abc");
  await user.click(screen.getByTestId("move-to-keychain"));
  await waitFor(() => expect(value).toHaveValue("${secret:GITHUB_TOKEN_2}"));
  expect(added).toMatchObject([{ name: "GITHUB_TOKEN_2", target: { kind: "github" } }]);
});

it("leaves the value where it is when it cannot be moved", async () => {
  const { user } = open({
    failing: { keysAdd: { code: "keychain_failed", message: "The keychain failed." } },
  });
  const value = await addRow(user, "variable", "TOKEN");
  await user.type(value, "abc");
  await user.click(screen.getByTestId("move-to-keychain"));
  expect(await screen.findByText("The keychain failed.")).toBeVisible();
  expect(value).toHaveValue("abc");
});

it("opens a locked keychain first, then moves the secret", async () => {
  const keys = sampleKeys(Date.now());
  const { user, added } = open({
    keys: { keys: { ...keys, vault: { ...keys.vault, status: "locked" } } },
  });
  const value = await addRow(user, "variable", "TOKEN");
  await user.type(value, "abc");
  expect(screen.queryByTestId("unlock-vault")).toBeNull();
  await user.click(screen.getByTestId("move-to-keychain"));
  expect(added).toEqual([]);
  await user.click(screen.getByTestId("unlock-vault"));
  await waitFor(() => expect(value).toHaveValue("${secret:TOKEN}"));
  expect(added).toMatchObject([{ name: "TOKEN", value: "abc" }]);
});

it("says nothing of a reference that is being typed, and does of one that was left so", async () => {
  const { user } = open();
  const value = await addRow(user, "variable", "A");
  await user.type(value, "${{secret:");
  expect(screen.queryByText(/is no reference/)).toBeNull();
  await user.tab();
  expect(await screen.findByText(/is no reference/)).toBeVisible();
});

it("adds a key that is referred to and not there, without leaving the form", async () => {
  const { user, added, client } = open();
  await user.type(await screen.findByTestId("add-server-name"), "new");
  await user.type(screen.getByTestId("add-server-command"), "npx x");
  const value = await addRow(user, "variable", "A");
  await user.type(value, "${{secret:BRAND_NEW}");
  const note = await screen.findByTestId("key-note-BRAND_NEW");
  expect(within(note).getByText("There is no key BRAND_NEW.")).toBeVisible();
  await user.click(screen.getByTestId("key-add-BRAND_NEW"));
  const field = screen.getByLabelText("Value of BRAND_NEW");
  expect(field).toHaveFocus();
  expect(field).toHaveAttribute("type", "password");
  await user.type(field, "s3cret-value{Enter}");
  await waitFor(() => expect(screen.queryByTestId("key-note-BRAND_NEW")).toBeNull());
  expect(added).toMatchObject([{ name: "BRAND_NEW", value: "s3cret-value" }]);
  expect(document.body.innerHTML).not.toContain("s3cret-value");
  expect(client.calls("serversAdd")).toBe(0);
  expect(screen.getByTestId("add-server-name")).toHaveValue("new");
});

it("makes a new key for a row", async () => {
  const { user } = open();
  const value = await addRow(user, "variable", "GITHUB_TOKEN");
  await user.click(screen.getByTestId("use-key"));
  await user.click(await screen.findByTestId("use-key-new"));
  expect(value).toHaveValue("${secret:GITHUB_TOKEN_2}");
  expect(screen.getByLabelText("Value of GITHUB_TOKEN_2")).toBeInTheDocument();
});

it("says at the command that a key cannot stand in an argument", async () => {
  const { user } = open();
  await user.type(
    await screen.findByTestId("add-server-command"),
    "npx x --key ${{secret:GITHUB_TOKEN}",
  );
  await waitFor(() =>
    expect(screen.getByTestId("add-server-command")).toHaveAccessibleDescription(
      /A key cannot stand in an argument/,
    ),
  );
  expect(screen.getByTestId("add-server-command")).toBeInvalid();
});

it("marks the keys of a server that is there, and leads to them", async () => {
  const { user, client } = open({
    at: "/servers/keyed/settings",
    servers: keyedServers(),
    keys: { keys: keyedKeys(Date.now()) },
  });
  expect(await screen.findByText("There is no key NOTION_TOKEN.")).toBeVisible();
  expect(screen.getByText("This secret is stored in plain text.")).toBeVisible();
  expect(screen.getByTestId("restart-notice")).toHaveTextContent(
    "The key OPENAI_API_KEY has a new value. Restart to apply it.",
  );
  const used = within(screen.getByTestId("server-keys"));
  expect(used.getAllByRole("listitem").map((one) => one.textContent)).toEqual([
    "GITHUB_TOKENenv.GITHUB_TOKEN",
    "NOTION_TOKENMissingenv.NOTION_TOKEN",
    "OPENAI_API_KEYRuns with the old valueenv.OPENAI_API_KEY",
    "SENTRY_TOKENLostenv.SENTRY_TOKEN",
  ]);
  expect(await violations()).toEqual([]);

  // A value that was lost is set again; the key stays.
  await user.click(screen.getByTestId("key-add-SENTRY_TOKEN"));
  await user.type(screen.getByLabelText("Value of SENTRY_TOKEN"), "abc");
  await user.click(screen.getByTestId("key-store"));
  await waitFor(() => expect(client.calls("keysRotate")).toBe(1));
  await user.click(screen.getByTestId("server-key-GITHUB_TOKEN"));
  expect(window.location.hash).toBe("#/keys?key=GITHUB_TOKEN");
});

it("leads to the value of a variable that is wrong", async () => {
  open({ at: "/servers/keyed/settings?field=env.REGION", servers: keyedServers() });
  await waitFor(() => expect(screen.getByDisplayValue("sa-east-1")).toHaveFocus());
  expect(window.location.hash).toBe("#/servers/keyed/settings");
});

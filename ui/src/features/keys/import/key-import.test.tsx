import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { KeyImportRequest } from "@/ipc/bindings";
import { sampleFound } from "@/ipc/fake-key-import";
import { sampleKeys } from "@/ipc/fake-key-samples";
import { renderApp } from "@/test/render-app";
import { violations } from "@/test/violations";

async function openDialog(options: Parameters<typeof renderApp>[0] = {}) {
  const app = renderApp({ at: "/keys?import=env", ...options });
  await screen.findByRole("dialog", { name: "Import keys" });
  const sent: KeyImportRequest[] = [];
  const { keysImport } = app.client;
  app.client.keysImport = (request) => {
    sent.push(request);
    return keysImport(request);
  };
  return { ...app, sent };
}

function lockedKeys() {
  const keys = sampleKeys(Date.now());
  return { ...keys, vault: { ...keys.vault, status: "locked" as const } };
}

const row = async (id: string) => within(await screen.findByTestId(`key-import-${id}`));
const submit = () => screen.getByTestId("key-import-submit");

it("shows what was found and what would be done with each", async () => {
  const { sent } = await openDialog();
  expect((await row("2")).getByTestId("key-import-verdict-2")).toHaveTextContent("New key");
  expect(
    (await row("2")).getByRole("combobox", { name: "What MISTRAL_API_KEY opens" }),
  ).toHaveTextContent("Mistral");
  expect((await row("3")).getByText("Name taken")).toBeVisible();
  expect((await row("5")).getByText("Same value as ANTHROPIC_API_KEY")).toBeVisible();
  expect((await row("6")).getByText("Set again below")).toBeVisible();
  expect((await row("8")).getByText("The value is empty.")).toBeVisible();
  expect(screen.getByText(/line 7: a quotation mark is not closed/)).toBeVisible();

  // What cannot be imported is not chosen and cannot be; what needs a decision waits for it.
  for (const id of ["5", "6", "8"]) expect((await row(id)).getByRole("checkbox")).toBeDisabled();
  expect((await row("3")).getByRole("checkbox", { name: /^Import/ })).not.toBeChecked();
  expect(submit()).toHaveTextContent("Import 2 keys");
  expect(sent).toEqual([]);
  expect(await violations()).toEqual([]);
});

it("imports what is chosen, as it is named, and says what is left to do", async () => {
  const { user, sent } = await openDialog();
  const name = (await row("2")).getByRole("textbox");
  await user.clear(name);
  expect((await row("2")).getByText("A name is needed.")).toBeVisible();
  expect(submit()).toBeDisabled();
  expect(submit()).toHaveAccessibleDescription("1 name must change first.");
  await user.type(name, "MY_MISTRAL");
  await user.click((await row("9")).getByRole("checkbox", { name: /^Import/ }));
  await user.click(submit());

  await screen.findByRole("dialog", { name: "Keys imported" });
  expect(sent).toEqual([
    {
      source: { kind: "env_file", path: null },
      choices: [{ id: "2", name: "MY_MISTRAL", target: { kind: "mistral" }, replace: false }],
    },
  ]);
  const report = within(screen.getByTestId("key-import-report"));
  expect(report.getByText("1 key stored and read back")).toBeVisible();
  expect(report.getByText("MY_MISTRAL")).toBeVisible();
  expect(
    within(screen.getByTestId("key-import-still-in")).getByText("/home/ana/.mcp/.env"),
  ).toBeVisible();
  expect(await violations()).toEqual([]);
  await user.click(screen.getByTestId("key-import-close"));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(window.location.hash).toBe("#/keys");
  expect(await screen.findByTestId("key-row-MY_MISTRAL")).toBeInTheDocument();
});

it("gives a key that is there the value only where one says so", async () => {
  const { user, sent } = await openDialog();
  const github = await row("3");
  await user.click(github.getByRole("checkbox", { name: /^Import/ }));
  expect(github.getByText(/The key GITHUB_TOKEN has another value/)).toBeVisible();
  expect(github.getByRole("textbox")).toBeInvalid();
  expect(submit()).toBeDisabled();
  await user.click(github.getByRole("checkbox", { name: "Give GITHUB_TOKEN this value" }));
  expect(github.getByText("New value")).toBeVisible();
  // Another name is another key.
  await user.type(github.getByRole("textbox"), "_2");
  expect(github.getByText("New key")).toBeVisible();
  expect(github.queryByRole("checkbox", { name: /^Give/ })).toBeNull();
  await user.type(github.getByRole("textbox"), "{Backspace}{Backspace}");
  await user.click(github.getByRole("checkbox", { name: "Give GITHUB_TOKEN this value" }));
  await user.click(submit());
  await screen.findByTestId("key-import-report");
  expect(sent[0]?.choices.find((one) => one.id === "3")).toMatchObject({
    name: "GITHUB_TOKEN",
    replace: true,
  });
});

it("needs something to be chosen", async () => {
  const { user } = await openDialog();
  await row("2");
  await user.click(screen.getByTestId("key-import-all"));
  expect(submit()).toHaveAccessibleDescription("1 name must change first.");
  await user.click(screen.getByTestId("key-import-all"));
  expect(submit()).toBeDisabled();
  expect(submit()).toHaveAccessibleDescription("Nothing is chosen.");
});

it("reads the file that is named, and imports nothing that was not seen", async () => {
  const { user, client, sent } = await openDialog();
  const path = screen.getByTestId("key-import-path");
  await row("2");
  await user.clear(path);
  await user.type(path, "/srv/keys.env");
  expect(screen.queryByTestId("key-import-2")).toBeNull();
  expect(submit()).toBeDisabled();
  const before = client.calls("keysPreview");
  await user.type(path, "{Enter}");
  await row("2");
  expect(client.calls("keysPreview")).toBe(before + 1);
  expect(sent).toEqual([]);
  await user.click(submit());
  await screen.findByTestId("key-import-report");
  expect(sent[0]?.source).toEqual({ kind: "env_file", path: "/srv/keys.env" });
});

it("has the command that mends a file which others may read", async () => {
  const command = "chmod 600 ~/.mcp/.env";
  const { client } = await openDialog({
    failing: {
      keysPreview: {
        code: "invalid_input",
        message: "Others may read the file.",
        hint: `Run \`${command}\`.`,
        field: "path",
        details: { command },
      },
    },
  });
  const alert = within(await screen.findByTestId("key-import-failed"));
  expect(alert.getByText("Others may read the file.")).toBeVisible();
  expect(alert.getByText(command)).toBeVisible();
  expect(alert.getByRole("button", { name: "Copy command" })).toBeEnabled();
  expect(screen.getByTestId("key-import-path")).toBeInvalid();
  expect(submit()).toBeDisabled();
  expect(client.calls("keysImport")).toBe(0);
});

it("puts references into servers and offers to restart them", async () => {
  const { user, client, sent } = await openDialog();
  await user.click(screen.getByRole("radio", { name: "Your servers" }));
  expect(window.location.hash).toBe("#/keys?import=servers");
  expect(
    (await row("github.env.GITHUB_PERSONAL_ACCESS_TOKEN")).getByText("Same value as GITHUB_TOKEN"),
  ).toBeVisible();
  expect(screen.getByText(/args\[1\] looks like a secret/)).toBeVisible();
  expect((await row("shout.env.SHOUT_TOKEN")).getByText("Stays as it is")).toBeVisible();
  expect((await row("shout.env.SHOUT_TOKEN")).getByRole("checkbox")).toBeDisabled();
  await user.click((await row("postgres.env.PGPASSWORD")).getByRole("checkbox"));
  await user.click(submit());
  const report = within(await screen.findByTestId("key-import-report"));
  expect(report.getByText("2 servers have references in place of the values")).toBeVisible();
  expect(sent[0]).toMatchObject({
    source: { kind: "servers" },
    choices: [{ name: "GITHUB_TOKEN", replace: false }, { name: "LINEAR_TOKEN" }],
  });
  expect(screen.queryByTestId("key-import-still-in")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Restart 2 servers" }));
  await waitFor(() => expect(client.calls("serversBulk")).toBe(1));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("says what was not imported, and looks again", async () => {
  const { user, client } = await openDialog();
  await row("2");
  const { keysImport } = client;
  client.keysImport = async (request) => ({
    ...(await keysImport({ ...request, choices: [] })),
    skipped: [{ code: "not_found", message: "It is gone.", hint: "Look again.", field: "2" }],
  });
  await user.click(submit());
  await screen.findByRole("dialog", { name: "Nothing was imported" });
  const skipped = within(screen.getByTestId("key-import-skipped"));
  expect(skipped.getByText("It is gone.")).toBeVisible();
  expect(skipped.getByText("MISTRAL_API_KEY")).toBeVisible();
  const before = client.calls("keysPreview");
  await user.click(screen.getByTestId("key-import-again"));
  await row("2");
  await waitFor(() => expect(client.calls("keysPreview")).toBe(before + 1));
});

it("says why an import failed as a whole, and keeps what was wanted", async () => {
  const { user } = await openDialog({
    failing: { keysImport: { code: "keychain_failed", message: "The keychain failed." } },
  });
  const name = (await row("2")).getByRole("textbox");
  await user.type(name, "_X");
  await user.click(submit());
  expect(await screen.findByText("The keychain failed.")).toBeVisible();
  expect(name).toHaveValue("MISTRAL_API_KEY_X");
  expect(submit()).toBeEnabled();
});

it("stays until the report is there", async () => {
  const { user } = await openDialog({ hanging: ["keysImport"] });
  await row("2");
  await user.click(submit());
  expect(screen.getByRole("button", { name: "Cancel" })).toBeDisabled();
  await user.keyboard("{Escape}");
  expect(screen.getByRole("dialog", { name: "Import keys" })).toBeVisible();
  expect(submit()).toHaveAttribute("aria-busy", "true");
});

it("says that it looks", async () => {
  await openDialog({ hanging: ["keysPreview"] });
  expect(await screen.findByRole("status", { name: "Looking for secrets" })).toBeInTheDocument();
  expect(submit()).toBeDisabled();
});

it("says so where nothing is found", async () => {
  const nothing = { found: [], problems: [] };
  await openDialog({ at: "/keys?import=clients", keys: { previews: { clients: nothing } } });
  expect(await screen.findByTestId("key-import-none")).toHaveTextContent(
    "No other program on this computer has a secret in plain text.",
  );
  expect(submit()).toHaveAccessibleDescription("Nothing to import here.");
});

it("waits for a vault that is locked, and looks again once it is open", async () => {
  const { user, client } = await openDialog({
    keys: { keys: lockedKeys() },
  });
  await row("2");
  expect(submit()).toBeDisabled();
  expect(submit()).toHaveAccessibleDescription("Keys cannot be stored yet.");
  const before = client.calls("keysPreview");
  const dialog = within(screen.getByRole("dialog"));
  await user.click(dialog.getByTestId("vault-unlock"));
  await waitFor(() => expect(submit()).toBeEnabled());
  expect(client.calls("keysPreview")).toBe(before + 1);
});

it("shows what came from elsewhere as text, and no more of it than one can look at", async () => {
  const found = Array.from({ length: 70 }, (_, i) =>
    sampleFound(`${i}`, { name: `K_${i}`, place: `evil\u202e.env, line ${i}` }),
  );
  const { user } = await openDialog({
    keys: { previews: { env_file: { found, problems: [] } } },
  });
  expect((await row("0")).queryByText(/\u202e/)).toBeNull();
  expect(screen.queryByTestId("key-import-50")).toBeNull();
  expect(submit()).toHaveTextContent("Import 70 keys");
  await user.click(screen.getByTestId("key-import-more"));
  expect(screen.getByTestId("key-import-69")).toBeInTheDocument();
});

it("speaks Portuguese", async () => {
  renderApp({ at: "/keys?import=servers", language: "pt-BR" });
  await screen.findByRole("dialog", { name: "Importar chaves" });
  expect(await screen.findByText("3 de 4 escolhidos")).toBeVisible();
  expect(await violations()).toEqual([]);
});

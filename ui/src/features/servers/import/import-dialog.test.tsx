import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { IMPORT_SAMPLE } from "@/ipc/fake-import-samples";
import { renderApp } from "@/test/render-app";
import { violations } from "@/test/violations";
import { MAX_TYPED, SHOWN_AT_ONCE } from "./model";

async function openDialog(options: Parameters<typeof renderApp>[0] = {}) {
  const app = renderApp({ at: "/servers?import=1", ...options });
  await screen.findByRole("dialog", { name: "Import servers" });
  return app;
}

/** A paste, as the field gets it: the text lands in it unless it is too long. */
function paste(text: string) {
  const field = screen.getByTestId("import-text");
  const goesOn = fireEvent.paste(field, { clipboardData: { getData: () => text } });
  if (goesOn) fireEvent.change(field, { target: { value: text } });
}

/** The dialog is gone. */
const closed = () => waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

/** Follows the message to the next step, once what lay under the dialog takes the pointer again. */
const review = (user: Awaited<ReturnType<typeof openDialog>>["user"]) =>
  waitFor(() => user.click(screen.getByTestId("toast-review")));

const entry = (name: string) => screen.findByTestId(`import-entry-mcpServers.${name}`);

it("shows what would be added while one types, and marks what speaks against it", async () => {
  const { client } = await openDialog();
  expect(screen.getByTestId("import-text")).toHaveFocus();
  expect(screen.getByTestId("import-submit")).toBeDisabled();
  paste(IMPORT_SAMPLE);

  const github = within(await entry("github"));
  expect(github.getByText(/ghcr\.io\/github\/github-mcp-server/)).toBeVisible();
  expect(github.getByText("Sets GITHUB_TOKEN")).toBeVisible();
  expect(github.getByText("GITHUB_TOKEN needs a value before it can start.")).toBeVisible();
  expect(within(await entry("playwright")).getByText("npx -y")).toBeVisible();
  expect(within(await entry("setup")).getByText("Runs a shell")).toBeVisible();
  expect(within(await entry("everything")).getByText("Here already")).toBeVisible();
  expect(within(await entry("time")).getByText("Name taken, becomes time-2")).toBeVisible();
  expect(within(await entry("broken")).getByText("A command or a URL is needed.")).toBeVisible();
  expect(screen.getByTestId("import-format")).toHaveTextContent("JSON with mcpServers");

  // What cannot be added is not ticked and cannot be.
  for (const name of ["everything", "broken"]) {
    const box = within(await entry(name)).getByRole("checkbox");
    expect(box).not.toBeChecked();
    expect(box).toBeDisabled();
  }
  expect(screen.getByTestId("import-submit")).toHaveTextContent("Add 4 servers");
  expect(client.calls("importsApply")).toBe(0);
  expect(screen.queryByTestId("server-row-github")).toBeNull();
});

it("adds what is ticked and says that it waits for approval", async () => {
  const { user, client } = await openDialog();
  paste(IMPORT_SAMPLE);
  await user.click(within(await entry("setup")).getByRole("checkbox"));
  await user.click(within(await entry("github")).getByRole("checkbox"));
  expect(screen.getByTestId("import-all")).toHaveAttribute("aria-checked", "mixed");
  await user.click(screen.getByTestId("import-submit"));

  await closed();
  expect(client.calls("importsApply")).toBe(1);
  expect(await screen.findByTestId("server-row-playwright")).toBeInTheDocument();
  expect(screen.getByTestId("server-state-time-2")).toHaveAttribute("data-state", "needs_approval");
  expect(screen.queryByTestId("server-row-setup")).toBeNull();
  expect(await screen.findByText("2 servers added")).toBeVisible();
  await review(user);
  expect(window.location.hash).toBe("#/servers?view=attention");
});

it("leads to the approval of a single one", async () => {
  const { user } = await openDialog();
  paste("npx -y @scope/server-alone");
  await screen.findByTestId("import-entry-line 1");
  expect(screen.getByTestId("import-submit")).toHaveTextContent("Add 1 server");
  fireEvent.keyDown(screen.getByTestId("import-text"), { key: "Enter", ctrlKey: true });
  await closed();
  await screen.findByTestId("server-row-alone");
  await review(user);
  expect(await screen.findByTestId("exact-command")).toHaveTextContent("@scope/server-alone");
});

it("says where a text is wrong and adds nothing", async () => {
  const { user } = await openDialog();
  paste('{\n  "mcpServers": {');
  const alert = await screen.findByTestId("import-problem");
  expect(alert).toHaveTextContent("line 2, column 18");
  expect(alert).toHaveTextContent("Copy it again to its end");
  expect(screen.getByTestId("import-submit")).toBeDisabled();
  // Mended, it is read.
  await user.clear(screen.getByTestId("import-text"));
  await waitFor(() => expect(screen.queryByTestId("import-problem")).toBeNull());
  paste("https://mcp.linear.app/mcp");
  expect(await screen.findByTestId("import-entry-line 1")).toHaveTextContent("linear");
});

it("offers what is found on this machine, and goes back", async () => {
  const { user } = await openDialog();
  const claude = await screen.findByTestId("import-found-Claude Desktop");
  expect(claude).toHaveTextContent("3 new · 1 here already");
  expect(screen.getByTestId("import-found-Zed")).toHaveTextContent("line 12, column 9");
  await user.click(claude);
  expect(await screen.findByTestId("import-chosen")).toHaveTextContent("claude_desktop_config");
  expect(await entry("github")).toBeVisible();
  await user.click(screen.getByTestId("import-clear"));
  expect(screen.getByTestId("import-text")).toHaveValue("");
  expect(await screen.findByTestId("import-found")).toBeVisible();
});

it("names a long paste instead of drawing it, and shows many entries in parts", async () => {
  const { user } = await openDialog();
  const args = ["x".repeat(400)];
  const servers = Array.from({ length: 260 }, (_, i) => [
    `s${i}`,
    { command: "c", args: [...args, `${i}`] },
  ]);
  const text = JSON.stringify({ mcpServers: Object.fromEntries(servers) });
  expect(text.length).toBeGreaterThan(MAX_TYPED);
  paste(text);
  expect(await screen.findByTestId("import-chosen")).toHaveTextContent("Pasted text");
  const rows = () => screen.getAllByTestId(/^import-entry-/);
  await waitFor(() => expect(rows()).toHaveLength(SHOWN_AT_ONCE));
  expect(screen.getByTestId("import-submit")).toHaveTextContent("Add 260 servers");
  await user.click(screen.getByTestId("import-more"));
  expect(rows()).toHaveLength(2 * SHOWN_AT_ONCE);
});

it("reads a file that is opened or dropped", async () => {
  const { user } = await openDialog();
  await user.upload(screen.getByTestId("import-file"), new File([IMPORT_SAMPLE], "mcp.json"));
  expect(await entry("github")).toBeVisible();
  const other = new File(["npx -y server-dropped"], "line.txt");
  fireEvent.drop(screen.getByTestId("import-text"), { dataTransfer: { files: [other] } });
  expect(await screen.findByTestId("import-entry-line 1")).toHaveTextContent("dropped");
  const large = new File([""], "large.json");
  Object.defineProperty(large, "size", { value: 9 * 1024 * 1024 });
  fireEvent.drop(screen.getByTestId("import-text"), { dataTransfer: { files: [large] } });
  expect(await screen.findByRole("alert")).toHaveTextContent("large.json is larger than 8 MB");
});

it("tells what could not be added and keeps the rest", async () => {
  const { user, client } = await openDialog({
    failing: { importsApply: { code: "disk_full", message: "The disk is full." } },
  });
  paste(IMPORT_SAMPLE);
  await entry("github");
  await user.click(screen.getByTestId("import-submit"));
  expect(await screen.findByText("The disk is full.")).toBeVisible();
  expect(client.calls("importsApply")).toBe(1);
  expect(await entry("github")).toBeVisible();
});

it("writes out what would hide in a command", async () => {
  await openDialog();
  paste(JSON.stringify({ mcpServers: { trap: { command: "safe\u202egnp.exe" } } }));
  expect(await entry("trap")).toHaveTextContent("safe\\u{202e}gnp.exe");
});

it.each([
  ["nothing", async () => void (await screen.findByTestId("import-found"))],
  [
    "entries",
    async () => {
      paste(IMPORT_SAMPLE);
      await entry("github");
    },
  ],
  [
    "a problem",
    async () => {
      paste("{");
      await screen.findByTestId("import-problem");
    },
  ],
  [
    "a source",
    async () => {
      fireEvent.click(await screen.findByTestId("import-found-Cursor"));
      await entry("linear");
    },
  ],
])("with %s has no violation", async (_name, reach) => {
  await openDialog();
  await reach();
  expect(await violations()).toEqual([]);
});

import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderApp } from "@/test/render-app";

async function openDialog(options: Parameters<typeof renderApp>[0] = {}) {
  const app = renderApp({ at: "/servers", ...options });
  await screen.findByTestId("server-row-time");
  await app.user.click(screen.getByTestId("add-server"));
  await screen.findByRole("dialog", { name: "Add server" });
  return app;
}

it("adds a server with the command as it was shown", async () => {
  const { user } = await openDialog();
  expect(screen.getByTestId("add-server-name")).toHaveFocus();
  await user.type(screen.getByTestId("add-server-name"), "My Files");
  expect(screen.getByText("Its ID will be my-files and never changes.")).toBeVisible();
  await user.click(screen.getByTestId("add-server-command"));
  await user.paste("npx -y server-filesystem '/home/ana/My documents'");
  const words = within(screen.getByTestId("parsed-command")).getAllByRole("listitem");
  expect(words.map((word) => word.textContent)).toEqual([
    "npx",
    "-y",
    "server-filesystem",
    "/home/ana/My documents",
  ]);
  await user.click(screen.getByTestId("add-server-submit"));
  await user.click(await screen.findByTestId("consent-agree"));
  expect(await screen.findByTestId("server-row-my-files")).toBeInTheDocument();
  expect(screen.queryByRole("dialog")).toBeNull();
  // A dialog takes the pointer from the page until it is wholly gone.
  await waitFor(() => expect(document.body).not.toHaveStyle({ pointerEvents: "none" }));
  await user.click(await screen.findByTestId("toast-start"));
  await waitFor(() => expect(screen.getByTestId("server-state-my-files")).toHaveTextContent("Up"));
});

it("says nothing of empty fields until one tries to go on, then says it at the field", async () => {
  const { user, client } = await openDialog();
  expect(screen.queryByRole("alert")).toBeNull();
  await user.click(screen.getByTestId("add-server-submit"));
  expect(screen.getByTestId("add-server-name")).toBeInvalid();
  expect(screen.getByTestId("add-server-name")).toHaveAccessibleDescription("A name is needed.");
  expect(screen.getByTestId("add-server-command")).toHaveAccessibleDescription(
    "A command is needed, for example npx or uvx.",
  );
  expect(client.calls("serversAdd")).toBe(0);
});

it("checks while one types", async () => {
  const { user } = await openDialog();
  await user.type(screen.getByTestId("add-server-name"), "Time");
  expect(screen.getByTestId("add-server-name")).toHaveAccessibleDescription(
    "“time” uses this name already.",
  );
  await user.type(screen.getByTestId("add-server-command"), "npx 'oops");
  expect(screen.getByTestId("add-server-command")).toHaveAccessibleDescription(
    "A quotation mark ' is not closed.",
  );
});

it("says where the command was found, or what to do where it was not", async () => {
  const { user } = await openDialog();
  await user.type(screen.getByTestId("add-server-command"), "npx");
  expect(screen.getByText("Looking for npx")).toBeVisible();
  expect(await screen.findByText("Found at /usr/bin/npx")).toBeVisible();
  await user.type(screen.getByTestId("add-server-command"), "x");
  expect(screen.queryByText("Found at /usr/bin/npx")).toBeNull();
  const caution =
    "The command npxx was not found on the search path. Install it, or give its whole path.";
  expect(await screen.findByText(caution)).toBeVisible();
  // It can be stored all the same.
  expect(screen.getByTestId("add-server-command")).toBeValid();
});

it("warns of what only a shell would do", async () => {
  const { user } = await openDialog();
  await user.type(screen.getByTestId("add-server-command"), "npx server ~/work | tee log");
  expect(
    screen.getByText(/^~\/work is passed on as it stands: ~ works in the command/),
  ).toHaveTextContent(/Write \$\{HOME\}\/work or the whole path\./);
  expect(screen.getByText("No shell is involved: | is passed on as it stands.")).toBeVisible();
});

it("shows the console's objection at its field, and takes it back when the field changes", async () => {
  const { user } = await openDialog({
    failing: {
      serversAdd: { code: "invalid_input", message: "This folder does not exist.", field: "cwd" },
    },
  });
  await user.type(screen.getByTestId("add-server-name"), "new");
  await user.type(screen.getByTestId("add-server-command"), "npx x");
  await user.type(screen.getByTestId("add-server-cwd"), "/nowhere");
  await user.click(screen.getByTestId("add-server-submit"));
  await user.click(await screen.findByTestId("consent-agree"));
  await screen.findByTestId("add-server-cwd");
  const cwd = screen.getByTestId("add-server-cwd");
  await waitFor(() => expect(cwd).toHaveAccessibleDescription("This folder does not exist."));
  await user.type(cwd, "/else");
  expect(cwd).toBeValid();
});

it("shows an objection that belongs to no field above the fields", async () => {
  const { user } = await openDialog({
    failing: { serversAdd: { code: "disk_full", message: "The disk is full." } },
  });
  await user.type(screen.getByTestId("add-server-name"), "new");
  await user.type(screen.getByTestId("add-server-command"), "npx x");
  await user.click(screen.getByTestId("add-server-submit"));
  await user.click(await screen.findByTestId("consent-agree"));
  expect(await screen.findByText("The disk is full.")).toBeVisible();
  expect(screen.getByTestId("add-server-name")).toHaveValue("new");
});

it("adds an endpoint with headers", async () => {
  const { user } = await openDialog();
  await user.type(screen.getByTestId("add-server-name"), "remote");
  await user.click(screen.getByRole("radio", { name: "URL" }));
  await user.type(screen.getByTestId("add-server-url"), "example.com");
  await user.click(screen.getByTestId("add-server-submit"));
  expect(screen.getByTestId("add-server-url")).toBeInvalid();
  await user.clear(screen.getByTestId("add-server-url"));
  await user.type(screen.getByTestId("add-server-url"), "https://example.com/mcp");
  await user.click(screen.getByRole("button", { name: "Add header" }));
  await user.type(screen.getByRole("textbox", { name: "Header name" }), "X-Key");
  await user.type(screen.getByRole("combobox", { name: "Header value" }), "v");
  await user.click(screen.getByTestId("add-server-submit"));
  const row = await screen.findByTestId("server-row-remote");
  expect(within(row).getByText("https://example.com/mcp")).toBeInTheDocument();
});

it("points at a variable with a wrong name", async () => {
  const { user } = await openDialog();
  await user.click(screen.getByRole("button", { name: "Add variable" }));
  const name = screen.getByRole("textbox", { name: "Variable name" });
  expect(name).toHaveFocus();
  await user.type(name, "1X");
  expect(name).toHaveAccessibleDescription(
    "Letters, digits and _ only, not beginning with a digit.",
  );
  await user.click(screen.getByRole("button", { name: "Remove 1X" }));
  expect(screen.queryByRole("textbox", { name: "Variable name" })).toBeNull();
});

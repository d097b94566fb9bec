import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { live, sample } from "@/ipc/fake-samples";
import { renderApp } from "@/test/render-app";

const FILES = () =>
  sample({
    name: "files",
    transport: {
      kind: "stdio",
      command: "npx",
      args: ["-y", "server-files", "/home/ana/My documents"],
      env: [{ name: "API_KEY", value: "••••••" }],
      // With one, the console cannot know the command for the same; the form can.
      cwd: "/home/ana",
    },
    tags: ["work"],
    overrides: live(60_000, 3),
  });

async function openForm() {
  const app = renderApp({ servers: [FILES()], at: "/servers?edit=files" });
  await screen.findByTestId("add-server-name");
  return app;
}

it("shows what is configured, and has nothing to save yet", async () => {
  await openForm();
  expect(screen.getByTestId("add-server-command")).toHaveValue(
    "npx -y server-files '/home/ana/My documents'",
  );
  expect(screen.getByRole("combobox", { name: "Variable value" })).toHaveValue("••••••");
  expect(screen.getByText(/A value of •••••• stays as it is stored\./)).toBeVisible();
  expect(screen.getByTestId("add-server-submit")).toBeDisabled();
});

it("saves a time-out without a question, and says what it takes to apply", async () => {
  const { user, client } = await openForm();
  await user.click(screen.getByTestId("add-server-advanced"));
  await user.clear(screen.getByTestId("add-server-start-timeout"));
  await user.type(screen.getByTestId("add-server-start-timeout"), "90");
  await user.click(screen.getByTestId("add-server-submit"));
  expect(await screen.findByText("Saved “files”. It applies after a restart.")).toBeVisible();
  expect(window.location.hash).toBe("#/servers");
  const saved = await client.serversShow("files");
  expect(saved.config.timeouts?.start_ms).toBe(90_000);
  expect(saved.config.transport).toMatchObject({ env: [{ name: "API_KEY", value: "••••••" }] });
  expect(screen.getByTestId("toast-restart")).toBeVisible();
});

it("asks about a command that is new", async () => {
  const { user, client } = await openForm();
  await user.type(screen.getByTestId("add-server-command"), " --danger");
  await user.click(screen.getByTestId("add-server-submit"));
  expect(await screen.findByRole("button", { name: "Save and allow" })).toBeVisible();
  expect(client.calls("serversUpdate")).toBe(0);
  await user.click(screen.getByTestId("consent-agree"));
  await waitFor(() => expect(client.calls("serversUpdate")).toBe(1));
});

it("opens what is wrong in the part that is out of sight", async () => {
  const { user, client } = await openForm();
  await user.click(screen.getByTestId("add-server-advanced"));
  await user.clear(screen.getByTestId("add-server-stop-timeout"));
  await user.click(screen.getByTestId("add-server-advanced"));
  expect(screen.getByTestId("add-server-stop-timeout")).toHaveAccessibleDescription(
    "A number from 0.1 to 3,600 is needed.",
  );
  await user.click(screen.getByTestId("add-server-submit"));
  expect(screen.getByTestId("add-server-stop-timeout")).toHaveFocus();
  expect(client.calls("serversUpdate")).toBe(0);
});

it("makes rows of pasted lines", async () => {
  const { user } = await openForm();
  await user.click(screen.getByRole("button", { name: "Add variable" }));
  const [, empty] = screen.getAllByRole("textbox", { name: "Variable name" });
  if (!empty) throw new Error("there is a second row");
  fireEvent.paste(empty, { clipboardData: { getData: () => "A=1\nexport B='two words'" } });
  const names = screen.getAllByRole("textbox", { name: "Variable name" });
  expect(names.map((one) => (one as HTMLInputElement).value)).toEqual(["API_KEY", "A", "B"]);
  const values = screen.getAllByRole("combobox", { name: "Variable value" });
  expect(values.at(-1)).toHaveValue("two words");
});

it("takes what somebody else changed, unless something is being typed", async () => {
  const { user, client } = await openForm();
  const { config } = FILES();
  act(() => client.change("files", { config: { ...config, description: "From elsewhere" } }));
  await waitFor(() =>
    expect(screen.getByTestId("add-server-description")).toHaveValue("From elsewhere"),
  );
  await user.type(screen.getByTestId("add-server-name"), " 2");
  act(() => client.change("files", { config: { ...config, description: "Once more" } }));
  await waitFor(() => expect(client.calls("serversShow")).toBeGreaterThan(2));
  expect(screen.getByTestId("add-server-description")).toHaveValue("From elsewhere");
  expect(screen.getByTestId("add-server-name")).toHaveValue("files 2");
});

it("says so when the server is gone", async () => {
  renderApp({ servers: [FILES()], at: "/servers?edit=other" });
  expect(await screen.findByText("The server cannot be edited")).toBeVisible();
});

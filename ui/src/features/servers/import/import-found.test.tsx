import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { createQueryClient, Providers } from "@/app/providers";
import { createTranslator } from "@/i18n";
import { createFakeClient, type FakeOptions } from "@/ipc/fake";
import { ImportFound } from "./import-found";

function show(options: FakeOptions = {}) {
  const client = createFakeClient({ pace: 0, servers: [], ...options });
  const onDone = vi.fn();
  render(
    <Providers client={client} queries={createQueryClient()} translator={createTranslator("en")}>
      <ImportFound onDone={onDone} />
    </Providers>,
  );
  return { client, onDone, user: userEvent.setup({ delay: null }) };
}

it("adds what is ticked and tells how many", async () => {
  const { client, onDone, user } = show();
  await user.click(await screen.findByRole("checkbox", { name: "Add Claude Desktop" }));
  expect(screen.getByRole("checkbox", { name: "Add Zed" })).toBeDisabled();
  expect(screen.getByText(/line 12, column 9/)).toBeVisible();
  await user.click(screen.getByTestId("import-found-add"));
  await waitFor(() => expect(onDone).toHaveBeenCalledWith(3));
  const names = (await client.serversList()).map((server) => server.name);
  expect(names).toEqual(["jira", "notes", "linear"]);
});

it("says that there is nothing", async () => {
  show({ found: [] });
  expect(await screen.findByTestId("import-found-none")).toBeVisible();
  expect(screen.queryByRole("button")).toBeNull();
});

it("says what failed, and asks again", async () => {
  const { client, user } = show({
    failing: { importsFound: { code: "io", message: "The folder cannot be read." } },
  });
  expect(await screen.findByText("The folder cannot be read.")).toBeVisible();
  const before = client.calls("importsFound");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(client.calls("importsFound")).toBe(before + 1);
});

it("tells of sources that could not be added", async () => {
  const { onDone, user } = show({
    failing: { importsApply: { code: "disk_full", message: "The disk is full." } },
  });
  await user.click(await screen.findByTestId("import-found-add"));
  await waitFor(() => expect(onDone).toHaveBeenCalledWith(0));
  expect(await screen.findByText("The disk is full.")).toBeVisible();
});

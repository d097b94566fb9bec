import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { renderApp } from "@/test/render-app";

const proxy = () => screen.findByTestId("network-proxy");

it("stores what was typed when its field is left, and takes it away again", async () => {
  const { user, client } = renderApp({ at: "/settings" });
  const set = vi.spyOn(client, "networkSet");
  await user.type(await proxy(), " http://proxy.example.com:3128 ");
  expect(set).not.toHaveBeenCalled();
  await user.tab();
  expect(await screen.findByText("Saved")).toBeInTheDocument();
  expect(set).toHaveBeenLastCalledWith({
    proxy: "http://proxy.example.com:3128",
    no_proxy: null,
    ca_file: null,
  });
  expect(await proxy()).toHaveValue("http://proxy.example.com:3128");
  await user.type(screen.getByTestId("network-no_proxy"), "10.0.0.0/8{Enter}");
  await waitFor(async () =>
    expect(await client.networkGet()).toEqual({
      proxy: "http://proxy.example.com:3128",
      no_proxy: "10.0.0.0/8",
      ca_file: null,
    }),
  );
  await user.clear(await proxy());
  await user.tab();
  await waitFor(async () => expect((await client.networkGet()).proxy).toBeNull());
});

it("sends nothing where nothing changed, and takes back what was not stored", async () => {
  const { user, client } = renderApp({ at: "/settings" });
  await user.type(await proxy(), "x{Escape}");
  expect(await proxy()).toHaveValue("");
  await user.tab();
  expect(client.calls("networkSet")).toBe(0);
});

it("says at the field what is wrong with it", async () => {
  const problem = {
    code: "invalid_input" as const,
    message: "The file is not PEM.",
    hint: "Choose a file that begins with BEGIN CERTIFICATE.",
    field: "ca_file",
  };
  const { user } = renderApp({ at: "/settings", failing: { networkSet: problem } });
  const field = await screen.findByTestId("network-ca_file");
  await user.type(field, "/etc/hosts{Enter}");
  expect(await screen.findByText(/The file is not PEM\. Choose a file/)).toBeVisible();
  expect(field).toBeInvalid();
  expect(field).toHaveValue("/etc/hosts");
  await user.type(field, "x");
  expect(field).toBeValid();
});

it("says in a message what is wrong with none of the fields", async () => {
  const { user } = renderApp({
    at: "/settings",
    failing: { networkSet: { code: "disk_full", message: "The disk is full." } },
  });
  await user.type(await proxy(), "http://x{Enter}");
  expect(await screen.findByText("The setting could not be saved")).toBeVisible();
});

it("says that it cannot be read", async () => {
  renderApp({
    at: "/settings",
    failing: { networkGet: { code: "io", message: "Not readable." } },
  });
  expect(await screen.findByText("The network settings cannot be shown")).toBeVisible();
});

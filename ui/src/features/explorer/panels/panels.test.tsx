import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderApp } from "@/test/render-app";

const result = async () => await screen.findByTestId("explorer-result");

it("a prompt asks for its arguments, with what they could be", async () => {
  const { user, client } = renderApp({
    at: "/servers/everything/explorer?prompt=completable-prompt",
  });
  await user.click(await screen.findByTestId("explorer-run"));
  expect(await screen.findAllByText("This is needed.")).toHaveLength(2);
  await user.type(screen.getByTestId("field-department"), "eng");
  const option = await screen.findByRole("option", { name: "Engineering" });
  await user.click(option);
  expect(screen.getByTestId("field-department")).toHaveValue("Engineering");
  await user.type(screen.getByTestId("field-name"), "B");
  await screen.findByRole("option", { name: "Bob" });
  await user.keyboard("{ArrowDown}{Enter}");
  expect(screen.getByTestId("field-name")).toHaveValue("Bob");
  await user.click(screen.getByTestId("explorer-run"));
  expect(await screen.findByTestId("result-message")).toHaveTextContent(
    '{"department":"Engineering","name":"Bob"}',
  );
  expect(client.calls("explorerCall")).toBe(1);
});

it("a template shows the address that it makes, and reads it", async () => {
  const template = encodeURIComponent("demo://resource/dynamic/text/{resourceId}");
  const { user } = renderApp({ at: `/servers/everything/explorer?template=${template}` });
  await user.type(await screen.findByTestId("field-resourceId"), "a b");
  expect(screen.getByTestId("template-uri")).toHaveTextContent(
    "demo://resource/dynamic/text/a%20b",
  );
  await user.click(screen.getByTestId("explorer-run"));
  expect(await result()).toHaveTextContent("demo://resource/dynamic/text/a%20b");
  expect(screen.getByTestId("history-0")).toBeVisible();
});

it("a resource is read", async () => {
  const { user } = renderApp({ at: "/servers/everything/explorer" });
  await user.click(await screen.findByTestId("explorer-item-resource-features.md"));
  await user.click(await screen.findByTestId("explorer-run"));
  expect(await result()).toHaveTextContent("# features.md");
});

it("with nothing selected, there is what the server says and what was called last", async () => {
  const { user } = renderApp({ at: "/servers/everything/explorer?tool=get-sum" });
  await user.type(await screen.findByTestId("field-a"), "2");
  await user.type(screen.getByTestId("field-b"), "3.5");
  await user.click(screen.getByTestId("explorer-run"));
  expect(await result()).toHaveTextContent("5.5");
  await user.click(screen.getByTestId("explorer-back"));
  expect(await screen.findByText(/shows every feature of the protocol/)).toBeVisible();
  await user.click(screen.getByTestId("history-0-open"));
  await waitFor(() => expect(window.location.hash).toContain("tool=get-sum"));
  expect(await result()).toHaveTextContent("5.5");
  expect(screen.getByTestId("field-b")).toHaveValue("3.5");
});

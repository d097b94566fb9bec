/** The explorer, checked by axe-core as far as a page without a layout can be. */
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { schemaCatalog } from "@/ipc/fake-schemas";
import { renderApp } from "@/test/render-app";
import { violations } from "@/test/violations";

const AT = "/servers/everything/explorer";

it.each([
  ["nothing selected", AT, () => screen.findByTestId("explorer-list")],
  ["a prompt", `${AT}?prompt=completable-prompt`, () => screen.findByTestId("field-name")],
  ["what was set aside", `${AT}?aside=0`, () => screen.findByText("inputSchema is missing")],
])("%s has no violation", async (_name, at, ready) => {
  renderApp({ at });
  await ready();
  expect(await violations()).toEqual([]);
});

it("a form of every kind of field has no violation", async () => {
  const { user } = renderApp({ at: `${AT}?tool=kinds`, explorer: { catalog: schemaCatalog() } });
  await user.click(await screen.findByTestId("field-labels-add"));
  await user.click(screen.getByTestId("field-headers-add"));
  await user.click(screen.getByTestId("field-point-add"));
  await user.click(screen.getByTestId("field-shape-kind"));
  await user.click(screen.getByTestId("field-shape-kind-1"));
  await user.click(screen.getByTestId("explorer-run"));
  await screen.findByTestId("explorer-send-anyway");
  expect(await violations()).toEqual([]);
});

it.each([
  "get-tiny-image",
  "get-tiny-sound",
  "get-resource-links",
  "get-error",
  "get-nothing-in-time",
  "get-everything-large",
])("the result of %s has no violation", async (tool) => {
  const { user } = renderApp({ at: `${AT}?tool=${tool}` });
  await user.click(await screen.findByTestId("explorer-run"));
  await screen.findByTestId("explorer-result");
  expect(await violations()).toEqual([]);
});

it.each([
  ["trigger-elicitation-request", null],
  ["trigger-sampling-request", "field-prompt"],
  ["trigger-url-elicitation", "field-url"],
  ["get-roots-list", null],
])("the question of %s has no violation", async (tool, field) => {
  const { user } = renderApp({ at: `${AT}?tool=${tool}` });
  await screen.findByTestId("explorer-run");
  if (field) await user.type(screen.getByTestId(field), "https://example.com");
  await user.click(screen.getByTestId("explorer-run"));
  await screen.findByTestId("question-form");
  expect(await violations()).toEqual([]);
});

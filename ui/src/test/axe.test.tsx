/** Every page and overlay, checked by axe-core as far as a page without a layout can be. */
import { screen } from "@testing-library/react";
import axe from "axe-core";
import { expect, it } from "vitest";
import { renderApp } from "./render-app";

/** Needs colours and sizes; tokens.test.ts computes the contrast instead. */
const OFF = { "color-contrast": { enabled: false }, "target-size": { enabled: false } };

async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: OFF });
  return found.violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}

it.each([
  ["the list", "/servers", () => screen.findByTestId("server-row-everything")],
  ["a drawer", "/servers/postgres", () => screen.findByText("It keeps crashing")],
  ["a log", "/servers/everything/log", () => screen.findByRole("log")],
  ["the add dialog", "/servers?add=example", () => screen.findByTestId("parsed-command")],
  ["the approve dialog", "/servers?approve=sentry", () => screen.findByTestId("exact-command")],
  ["the settings", "/settings", () => screen.findByTestId("theme-select")],
])("%s has no violation", async (_name, at, ready) => {
  renderApp({ at });
  await ready();
  expect(await violations()).toEqual([]);
});

it("an empty page, a failed page and a loading page have no violation", async () => {
  const problem = { code: "io" as const, message: "It cannot be read." };
  for (const options of [
    { servers: [] },
    { failing: { serversList: problem } },
    { hanging: ["serversList" as const] },
  ]) {
    const { view } = renderApp(options);
    await screen.findByRole("heading", { name: "Servers" });
    expect(await violations()).toEqual([]);
    view.unmount();
  }
});

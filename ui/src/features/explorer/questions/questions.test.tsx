import { screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { useToasts } from "@/components/toast-store";
import { renderApp } from "@/test/render-app";

afterEach(() => useToasts.setState({ toasts: [] }));

function open(tool: string) {
  return renderApp({ at: `/servers/everything/explorer?${tool}` });
}

const result = async () => await screen.findByTestId("explorer-result");

it("an elicitation is a form that is checked and sent", async () => {
  const { user } = open("tool=trigger-elicitation-request");
  await user.click(await screen.findByTestId("explorer-run"));
  expect(await screen.findByTestId("question-form")).toHaveTextContent("Please provide inputs");
  expect(screen.getByRole("heading", { name: "The server asks you" })).toHaveFocus();
  await user.click(screen.getByTestId("question-accept"));
  expect(await screen.findByText("This is needed.")).toBeVisible();
  await waitFor(() => expect(screen.getByTestId("question-field-name")).toHaveFocus());
  await user.type(screen.getByTestId("question-field-name"), "Ana");
  await user.click(screen.getByTestId("question-field-check-true"));
  await user.click(screen.getByTestId("question-field-fish-1"));
  await user.click(screen.getByTestId("question-accept"));
  expect(await result()).toHaveTextContent(/"kind": "accept"/);
  expect(await result()).toHaveTextContent(/"name": "Ana"/);
  expect(await result()).toHaveTextContent(/"check": true/);
  expect(await result()).toHaveTextContent(/"hero": "hero-1"/);
  expect(await result()).toHaveTextContent(/"fish": \[ "fish-1", "fish-2" \]/);
});

it.each([
  ["question-decline", "decline"],
  ["question-cancel", "cancel"],
])("an elicitation can be refused: %s", async (button, kind) => {
  const { user } = open("tool=trigger-elicitation-request");
  await user.click(await screen.findByTestId("explorer-run"));
  await user.click(await screen.findByTestId(button));
  expect(await result()).toHaveTextContent(`"kind": "${kind}"`);
  expect(screen.getByTestId("explorer-run")).toHaveFocus();
});

it("an address to visit is shown exactly, its host above all, and is no link", async () => {
  const { user } = open("tool=trigger-url-elicitation");
  const url = "https://bank.example@evil.test/pay";
  await user.type(await screen.findByTestId("field-url"), url);
  await user.click(screen.getByTestId("explorer-run"));
  const shown = await screen.findByTestId("question-url");
  expect(shown).toHaveTextContent(url);
  expect(shown.querySelector("strong")).toHaveTextContent("evil.test");
  expect(screen.getByTestId("question-form").querySelector("a")).toBeNull();
  await user.click(screen.getByTestId("question-accept"));
  expect(await result()).toHaveTextContent('"content": null');
});

it("a message of a model is written by the person", async () => {
  const { user } = open("tool=trigger-sampling-request");
  await user.type(await screen.findByTestId("field-prompt"), "why");
  await user.click(screen.getByTestId("explorer-run"));
  const form = await screen.findByTestId("question-form");
  expect(form).toHaveTextContent("You are a helpful test server.");
  expect(form).toHaveTextContent("Context: why");
  expect(form).toHaveTextContent("at most 100 tokens");
  expect(form).toHaveTextContent("claude-3 · cost 0.2 · temperature 0.7");
  expect(screen.getByTestId("question-accept")).toBeDisabled();
  await user.type(screen.getByTestId("sampling-text"), "because");
  await user.click(screen.getByTestId("question-accept"));
  expect(await result()).toHaveTextContent('"model": "human"');
  expect(await result()).toHaveTextContent('"text": "because"');
});

it("folders are given as file URIs, or none", async () => {
  const { user } = open("tool=get-roots-list");
  await user.click(await screen.findByTestId("explorer-run"));
  expect(await screen.findByTestId("question-accept")).toHaveTextContent("Give no folder");
  await user.type(screen.getByTestId("roots-text"), "nowhere");
  expect(screen.getByTestId("question-accept")).toBeDisabled();
  await user.clear(screen.getByTestId("roots-text"));
  await user.type(screen.getByTestId("roots-text"), "/home/ana/a b");
  expect(screen.getByTestId("question-accept")).toHaveTextContent("Give 1 folder");
  await user.click(screen.getByTestId("question-accept"));
  expect(await result()).toHaveTextContent('"uri": "file:///home/ana/a%20b"');
});

it("a question that is out of sight is announced, and leads back", async () => {
  const { user } = open("tool=get-roots-list");
  await user.click(await screen.findByTestId("explorer-run"));
  // Nothing has a size in this page, so nothing is in sight.
  const show = await screen.findByTestId("question-show");
  await user.click(screen.getByTestId("explorer-item-tool-echo"));
  expect(screen.queryByTestId("question-form")).toBeNull();
  await user.click(show);
  expect(await screen.findByTestId("question-form")).toBeVisible();
  expect(window.location.hash).toContain("tool=get-roots-list");
});

it("a question ends with its call", async () => {
  const { user } = open("tool=trigger-elicitation-request");
  await user.click(await screen.findByTestId("explorer-run"));
  await screen.findByTestId("question-form");
  await user.click(screen.getByTestId("explorer-cancel"));
  await waitFor(() => expect(screen.queryByTestId("question-form")).toBeNull());
  expect(await result()).toHaveTextContent("The call was cancelled.");
});

import { screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useToasts } from "@/components/toast-store";
import { renderApp } from "@/test/render-app";
import { tracesOf } from "@/test/traces";

// A message that stays would be the first that Escape closes.
afterEach(() => useToasts.setState({ toasts: [] }));

const SECRET = "ghp_canary0123456789";

const open = async (name: string) => {
  const app = renderApp({ at: `/keys?add=${name}` });
  await screen.findByTestId("key-submit");
  await screen.findByTestId("key-row-GITHUB_TOKEN");
  return app;
};
const value = () => screen.getByTestId<HTMLInputElement>("key-value");
const submit = () => screen.getByTestId("key-submit");

describe("a value of several lines", () => {
  const PEM = "-----BEGIN KEY-----\ncanary0123\n-----END KEY-----";

  it("that is pasted keeps its lines, hidden", async () => {
    const { user, client, queries } = await open("DEPLOY_KEY");
    const add = vi.spyOn(client, "keysAdd");
    await user.click(value());
    await user.paste(PEM);
    const area = await screen.findByTestId<HTMLTextAreaElement>("key-value");
    expect(area.tagName).toBe("TEXTAREA");
    expect(area).toHaveValue(PEM);
    expect(area).toHaveFocus();
    expect(area.className).toContain("text-security:disc");
    // Back to one line it would lose its breaks.
    expect(screen.getByTestId("key-value-lines")).toBeDisabled();
    await user.click(submit());
    await waitFor(() => expect(add.mock.calls[0]?.[0].value).toBe(PEM));
    await screen.findByText("Added DEPLOY_KEY");
    expect(tracesOf("canary0123", queries)).toEqual([]);
  });

  it("can be typed, and one of one line goes back to its field", async () => {
    const { user } = await open("DEPLOY_KEY");
    await user.type(value(), "abc");
    await user.click(screen.getByTestId("key-value-lines"));
    expect(value().tagName).toBe("TEXTAREA");
    expect(value()).toHaveValue("abc");
    await user.click(screen.getByTestId("key-value-lines"));
    expect(value()).toHaveAttribute("type", "password");
    expect(value()).toHaveValue("abc");
  });

  it("is taken for one line where only its end breaks", async () => {
    const { user } = await open("SOME_TOKEN");
    await user.click(value());
    await user.paste(`${SECRET}\n`);
    expect(value().tagName).toBe("INPUT");
    expect(value()).toHaveValue(SECRET);
  });
});

it("can be seen while it is typed, and is hidden again", async () => {
  const { user } = await open("SOME_TOKEN");
  await user.type(value(), SECRET);
  expect(value()).toHaveAttribute("type", "password");
  expect(value()).toHaveAttribute("autocomplete", "off");
  await user.click(screen.getByTestId("key-value-show"));
  expect(value()).toHaveAttribute("type", "text");
  await user.click(screen.getByTestId("key-value-show"));
  expect(value()).toHaveAttribute("type", "password");
});

import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useToasts } from "@/components/toast-store";
import { sampleKey, sampleKeys } from "@/ipc/fake-key-samples";
import { renderApp } from "@/test/render-app";
import { tracesOf } from "@/test/traces";

// A message that stays would be the first that Escape closes.
afterEach(() => useToasts.setState({ toasts: [] }));

const SECRET = "ghp_canary0123456789";

const open = async (name = "*", options: Parameters<typeof renderApp>[0] = {}) => {
  const app = renderApp({ at: `/keys?add=${name}`, ...options });
  await screen.findByTestId("key-submit");
  await screen.findByTestId("key-row-GITHUB_TOKEN");
  return app;
};
const value = () => screen.getByTestId<HTMLInputElement>("key-value");
const submit = () => screen.getByTestId("key-submit");
const kind = () => screen.getByTestId("key-kind");

describe("adding a key", () => {
  it("stores it, and leaves nothing of its value anywhere", async () => {
    const { user, client, queries } = await open();
    const add = vi.spyOn(client, "keysAdd");
    await user.type(screen.getByTestId("key-name"), "NEW_TOKEN");
    await user.click(value());
    await user.paste(SECRET);
    // It stands in the field, and not in what React draws.
    expect(tracesOf(SECRET, queries)).toEqual(["fields"]);
    await user.click(submit());
    expect(await screen.findByText("Added NEW_TOKEN")).toBeVisible();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(add).toHaveBeenCalledWith({
      name: "NEW_TOKEN",
      value: SECRET,
      target: { kind: "github", base_url: null, header: null, server: null },
    });
    expect(await screen.findByTestId("key-row-NEW_TOKEN")).toHaveTextContent("GitHub");
    expect(tracesOf(SECRET, queries)).toEqual([]);
  });

  it("forgets the value of a form that is closed", async () => {
    const { user, queries } = await open();
    const field = value();
    await user.type(field, SECRET);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(field.value).toBe("");
    expect(tracesOf(SECRET, queries)).toEqual([]);
    await user.click(screen.getByTestId("add-key"));
    await waitFor(() => expect(value().value).toBe(""));
  });

  it("keeps what was typed where the console refuses it, with the reason at its field", async () => {
    const problem = {
      code: "invalid_input" as const,
      message: "The value is not text.",
      hint: "Paste it again.",
      field: "value",
    };
    const { user } = await open("*", { failing: { keysAdd: problem } });
    await user.type(screen.getByTestId("key-name"), "NEW_TOKEN");
    await user.type(value(), SECRET);
    await user.click(submit());
    expect(await screen.findByText("The value is not text. Paste it again.")).toBeVisible();
    expect(value()).toHaveValue(SECRET);
    expect(value()).toBeInvalid();
    // What was said of the old value is not said of the new one.
    await user.type(value(), "x");
    expect(screen.queryByText("The value is not text. Paste it again.")).toBeNull();
  });

  it("shows what belongs to no field above the form", async () => {
    const problem = {
      code: "keychain_failed" as const,
      message: "The keychain failed.",
      hint: "Try again.",
    };
    const { user } = await open("*", { failing: { keysAdd: problem } });
    await user.type(screen.getByTestId("key-name"), "NEW_TOKEN");
    await user.type(value(), SECRET);
    await user.click(submit());
    expect(await screen.findByText("The key was not added")).toBeVisible();
    expect(screen.getByText("Try again.")).toBeVisible();
  });

  it("asks for what is missing, and puts the focus there", async () => {
    const { user, client } = await open();
    await user.click(submit());
    expect(screen.getByText("A name is needed.")).toBeVisible();
    expect(screen.getByText("A value is needed.")).toBeVisible();
    expect(screen.getByTestId("key-name")).toHaveFocus();
    expect(client.calls("keysAdd")).toBe(0);
  });

  it("is offered for a name that servers wait for, and then to start them", async () => {
    const { user, client } = await open("LINEAR_API_KEY");
    expect(screen.getByTestId("key-name")).toHaveValue("LINEAR_API_KEY");
    expect(value()).toHaveFocus();
    await user.keyboard(SECRET);
    await user.click(submit());
    expect(await screen.findByText("1 server that refers to it is not running.")).toBeVisible();
    // It takes presses a moment after it is drawn.
    await waitFor(() => user.click(screen.getByTestId("toast-start-servers")));
    expect(await screen.findByText("1 server is being started")).toBeVisible();
    expect(client.calls("serversBulk")).toBe(1);
    await waitFor(() =>
      expect(screen.getByTestId("key-status-LINEAR_API_KEY")).toHaveTextContent("Ready"),
    );
  });
});

describe("the name", () => {
  it("is checked as it is typed, and written as names are", async () => {
    const { user } = await open();
    await user.type(screen.getByTestId("key-name"), "my token");
    expect(screen.getByText(/Letters, digits and _ only/)).toBeVisible();
    await user.click(screen.getByTestId("key-name-suggestion"));
    expect(screen.getByTestId("key-name")).toHaveValue("MY_TOKEN");
    expect(screen.queryByTestId("key-name-suggestion")).toBeNull();
    await user.clear(screen.getByTestId("key-name"));
    await user.type(screen.getByTestId("key-name"), "GITHUB_TOKEN");
    expect(screen.getByText(/There is a key GITHUB_TOKEN already/)).toBeVisible();
  });

  it("is proposed from what the value is of", async () => {
    const { user } = await open();
    await user.type(value(), "sk-ant-x");
    // That one is taken.
    expect(screen.queryByTestId("key-name-suggestion")).toBeNull();
    await user.clear(value());
    await user.type(value(), "gsk_x");
    await user.click(screen.getByTestId("key-name-suggestion"));
    expect(screen.getByTestId("key-name")).toHaveValue("GROQ_API_KEY");
  });
});

describe("what it opens", () => {
  it("is guessed from name and value until someone chooses", async () => {
    const { user } = await open();
    expect(kind()).toHaveTextContent("Something else");
    await user.type(screen.getByTestId("key-name"), "MISTRAL_KEY");
    expect(kind()).toHaveTextContent("Mistral");
    expect(screen.getByText("Guessed from what you typed.")).toBeVisible();
    await user.type(value(), "ghp_x");
    expect(kind()).toHaveTextContent("GitHub");
    await user.click(kind());
    await user.click(await screen.findByTestId("key-kind-gitlab"));
    await user.type(value(), "y");
    expect(kind()).toHaveTextContent("GitLab");
    expect(screen.queryByText("Guessed from what you typed.")).toBeNull();
  });

  it("asks for what its kind needs", async () => {
    const { user, client } = await open("INTERNAL_TOKEN");
    const add = vi.spyOn(client, "keysAdd");
    await user.type(value(), SECRET);
    await user.click(kind());
    await user.click(await screen.findByTestId("key-kind-http"));
    await user.click(submit());
    expect(screen.getByText("An address is needed.")).toBeVisible();
    expect(screen.getByTestId("key-base-url")).toHaveFocus();
    await user.type(screen.getByTestId("key-base-url"), "tools.example.com");
    expect(screen.getByText(/must begin with http/)).toBeVisible();
    await user.clear(screen.getByTestId("key-base-url"));
    await user.type(screen.getByTestId("key-base-url"), "https://tools.example.com/me");
    await user.type(screen.getByTestId("key-header"), "X-Api-Key");
    await user.click(submit());
    await waitFor(() =>
      expect(add).toHaveBeenCalledWith({
        name: "INTERNAL_TOKEN",
        value: SECRET,
        target: {
          kind: "http",
          base_url: "https://tools.example.com/me",
          header: "X-Api-Key",
          server: null,
        },
      }),
    );
  });

  it("is one of the servers, for a key of an MCP server", async () => {
    const { user } = await open("SOME_TOKEN");
    await user.click(kind());
    await user.click(await screen.findByTestId("key-kind-mcp"));
    await user.type(value(), SECRET);
    await user.click(submit());
    expect(screen.getByText("Choose the server that the key opens.")).toBeVisible();
    await user.click(screen.getByTestId("key-server"));
    await user.click(await screen.findByTestId("key-server-git"));
    await user.click(submit());
    expect(await screen.findByText("Added SOME_TOKEN")).toBeVisible();
  });

  it("may be another address than the provider's own", async () => {
    const { user } = await open("OPENAI_TEAM_KEY");
    expect(screen.getByText("https://api.openai.com/v1")).toBeVisible();
    await user.click(screen.getByTestId("key-other-address"));
    await user.type(screen.getByTestId("key-base-url"), "nonsense");
    expect(screen.getByText(/must begin with http/)).toBeVisible();
  });
});

describe("the test before saving", () => {
  it("shows its result in place, which goes when something else is typed", async () => {
    const { user, client } = await open("GITHUB_WORK", {
      keys: { test: { account: "ana", permissions: ["repo"], expires: "2027-02-01" } },
    });
    await user.click(screen.getByTestId("key-try"));
    expect(screen.getByText("A value is needed.")).toBeVisible();
    expect(client.calls("keysTry")).toBe(0);
    await user.type(value(), SECRET);
    await user.click(screen.getByTestId("key-try"));
    const result = await screen.findByTestId("key-trial");
    expect(result).toHaveTextContent("Works · 184 ms");
    expect(result).toHaveTextContent("Account ana · Expires 2027-02-01");
    expect(within(result).getByText("repo")).toBeVisible();
    await user.type(value(), "x");
    expect(screen.queryByTestId("key-trial")).toBeNull();
  });

  it("is repeated for the stored key, so that its row says so", async () => {
    const { user, client } = await open("GITHUB_WORK");
    await user.type(value(), SECRET);
    await user.click(screen.getByTestId("key-try"));
    await screen.findByTestId("key-trial");
    await user.click(submit());
    await waitFor(() =>
      expect(screen.getByTestId("key-outcome-GITHUB_WORK")).toHaveTextContent("Works"),
    );
    expect(client.calls("keysTest")).toBe(1);
  });

  it("is not offered for what cannot be tested", async () => {
    await open("SOME_THING");
    expect(screen.getByTestId("key-try")).toBeDisabled();
  });
});

it("says in the form that the vault is locked, and opens it there", async () => {
  const keys = { ...sampleKeys(Date.now()), keys: [sampleKey("GITHUB_TOKEN", Date.now())] };
  keys.vault = { ...keys.vault, status: "locked" };
  const { user } = await open("*", { keys: { keys } });
  const dialog = screen.getByRole("dialog", { name: "Add key" });
  await user.click(within(dialog).getByTestId("vault-unlock"));
  await waitFor(() => expect(within(dialog).queryByTestId("vault-locked")).toBeNull());
  expect(dialog).toBeVisible();
});

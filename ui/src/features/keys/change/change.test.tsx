import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useToasts } from "@/components/toast-store";
import { sampleKey, sampleKeys } from "@/ipc/fake-key-samples";
import { renderApp } from "@/test/render-app";
import { tracesOf } from "@/test/traces";

// A message that stays would be the first that Escape closes.
afterEach(() => useToasts.setState({ toasts: [] }));

const SECRET = "sk-proj-canary0123456789";
const dialog = (name: string) => screen.findByRole("dialog", { name });

describe("rotating a key", () => {
  it("names the servers that run with the old value, and restarts them", async () => {
    const { user, client, queries } = renderApp({ at: "/keys?rotate=GITHUB_TOKEN" });
    const rotate = vi.spyOn(client, "keysRotate");
    await user.type(await screen.findByTestId("rotate-value"), SECRET);
    await user.click(screen.getByTestId("rotate-submit"));
    const offer = await dialog("GITHUB_TOKEN has its new value");
    expect(rotate).toHaveBeenCalledWith({ name: "GITHUB_TOKEN", value: SECRET });
    expect(tracesOf(SECRET, queries)).toEqual([]);
    expect(within(offer).getByTestId("outdated-servers")).toHaveTextContent("gitenv.GITHUB_TOKEN");
    await user.click(within(offer).getByRole("button", { name: "Restart 1 server" }));
    expect(await screen.findByText("1 server is being restarted")).toBeVisible();
    expect(screen.queryByRole("dialog")).toBeNull();
    const row = await screen.findByTestId("key-row-GITHUB_TOKEN");
    await waitFor(() => expect(row).not.toHaveTextContent("Runs with the old value"));
    // What was found is of the value before.
    expect(row).toHaveTextContent("old value");
  });

  it("leaves them for later, and they stay marked", async () => {
    const { user, client } = renderApp({ at: "/keys?rotate=GITHUB_TOKEN" });
    await user.type(await screen.findByTestId("rotate-value"), SECRET);
    await user.click(screen.getByTestId("rotate-submit"));
    await user.click(await screen.findByRole("button", { name: "Later" }));
    expect(client.calls("serversBulk")).toBe(0);
    const row = await screen.findByTestId("key-row-GITHUB_TOKEN");
    expect(row).toHaveTextContent("Runs with the old value");
  });

  it("says so in a message where nobody uses it, and tests again what was tested", async () => {
    const { user, client } = renderApp({ at: "/keys?rotate=ANTHROPIC_API_KEY" });
    await user.type(await screen.findByTestId("rotate-value"), SECRET);
    await user.click(screen.getByTestId("rotate-try"));
    expect(await screen.findByTestId("rotate-trial")).toHaveTextContent("Works");
    await user.click(screen.getByTestId("rotate-submit"));
    expect(await screen.findByText("ANTHROPIC_API_KEY has its new value")).toBeVisible();
    await waitFor(() => expect(client.calls("keysTest")).toBe(1));
    const outcome = await screen.findByTestId("key-outcome-ANTHROPIC_API_KEY");
    await waitFor(() => expect(outcome).not.toHaveTextContent("old value"));
  });

  it("needs a value, and shows the reason where it is refused", async () => {
    const problem = { code: "invalid_input" as const, message: "Too long.", field: "value" };
    const { user, client } = renderApp({
      at: "/keys?rotate=GITHUB_TOKEN",
      failing: { keysRotate: problem },
    });
    await user.click(await screen.findByTestId("rotate-submit"));
    expect(screen.getByText("A value is needed.")).toBeVisible();
    expect(screen.getByTestId("rotate-value")).toHaveFocus();
    expect(client.calls("keysRotate")).toBe(0);
    await user.type(screen.getByTestId("rotate-value"), SECRET);
    await user.click(screen.getByTestId("rotate-submit"));
    expect(await screen.findByText("Too long.")).toBeVisible();
  });

  it("is setting the value of one that was lost", async () => {
    const { user } = renderApp({ at: "/keys?rotate=SENTRY_TOKEN" });
    expect(await dialog("Set SENTRY_TOKEN")).toBeVisible();
    await user.type(screen.getByTestId("rotate-value"), SECRET);
    await user.click(screen.getByTestId("rotate-submit"));
    await screen.findByText("SENTRY_TOKEN has its new value");
    expect(await screen.findByTestId("key-status-SENTRY_TOKEN")).toHaveTextContent("Ready");
  });

  it("forgets what was typed when it is closed", async () => {
    const { user, queries } = renderApp({ at: "/keys?rotate=GITHUB_TOKEN" });
    const field = await screen.findByTestId<HTMLInputElement>("rotate-value");
    await user.type(field, SECRET);
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(field.value).toBe("");
    expect(tracesOf(SECRET, queries)).toEqual([]);
  });
});

describe("editing a key", () => {
  it("changes what it opens, and leaves the value alone", async () => {
    const { user, client } = renderApp({ at: "/keys?edit=SENTRY_TOKEN" });
    const update = vi.spyOn(client, "keysUpdate");
    await dialog("Edit SENTRY_TOKEN");
    expect(screen.getByTestId("edit-key-submit")).toBeDisabled();
    expect(screen.queryByTestId("key-value")).toBeNull();
    await user.click(screen.getByTestId("key-kind"));
    await user.click(await screen.findByTestId("key-kind-openai_compatible"));
    await user.click(screen.getByTestId("edit-key-submit"));
    expect(screen.getByText("An address is needed.")).toBeVisible();
    await user.type(screen.getByTestId("key-base-url"), "http://localhost:11434/v1");
    await user.click(screen.getByTestId("edit-key-submit"));
    expect(await screen.findByText("Saved SENTRY_TOKEN")).toBeVisible();
    expect(update).toHaveBeenCalledWith({
      name: "SENTRY_TOKEN",
      target: {
        kind: "openai_compatible",
        base_url: "http://localhost:11434/v1",
        header: null,
        server: null,
      },
    });
  });

  it("shows what the console says of a field at that field", async () => {
    const problem = {
      code: "invalid_input" as const,
      message: "This host is not allowed.",
      field: "target.base_url",
    };
    const { user } = renderApp({
      at: "/keys?edit=INTERNAL_API",
      failing: { keysUpdate: problem },
    });
    await user.type(await screen.findByTestId("key-base-url"), "/x");
    await user.click(screen.getByTestId("edit-key-submit"));
    expect(await screen.findByText("This host is not allowed.")).toBeVisible();
    expect(screen.getByTestId("key-base-url")).toBeInvalid();
  });
});

describe("removing a key", () => {
  it("says what is lost, and does it once it was agreed to", async () => {
    const { user, client } = renderApp({ at: "/keys?remove=HETZNER_TOKEN" });
    const remove = vi.spyOn(client, "keysRemove");
    const question = await dialog("Remove HETZNER_TOKEN?");
    expect(question).toHaveTextContent("cannot be brought back");
    expect(within(question).getByRole("button", { name: "Cancel" })).toHaveFocus();
    await user.click(screen.getByTestId("remove-key-confirm"));
    expect(await screen.findByText("Removed HETZNER_TOKEN")).toBeVisible();
    expect(remove).toHaveBeenCalledWith({ name: "HETZNER_TOKEN", force: false });
    await waitFor(() => expect(screen.queryByTestId("key-row-HETZNER_TOKEN")).toBeNull());
    expect(window.location.hash).toBe("#/keys");
  });

  it("names the servers that need it, and is done all the same only when asked so", async () => {
    const { user, client } = renderApp({ at: "/keys?key=GITHUB_TOKEN" });
    const remove = vi.spyOn(client, "keysRemove");
    await user.click(await screen.findByTestId("drawer-remove"));
    const question = await dialog("Remove GITHUB_TOKEN?");
    expect(question).toHaveTextContent("1 server refers to it and cannot start without it:");
    expect(within(question).getByTestId("remove-used-by")).toHaveTextContent("git");
    await user.click(within(question).getByRole("button", { name: "Remove all the same" }));
    await screen.findByText("Removed GITHUB_TOKEN");
    expect(remove).toHaveBeenCalledWith({ name: "GITHUB_TOKEN", force: true });
    // With the key goes its detail.
    await waitFor(() => expect(screen.queryByTestId("key-drawer")).toBeNull());
    expect(window.location.hash).toBe("#/keys");
  });

  it("asks anew where a server began to use it meanwhile", async () => {
    const problem = {
      code: "key_in_use" as const,
      message: "1 server uses the key.",
      details: { servers: ["time"] },
    };
    const { user, client } = renderApp({
      at: "/keys?remove=HETZNER_TOKEN",
      failing: { keysRemove: problem },
    });
    await user.click(await screen.findByTestId("remove-key-confirm"));
    expect(await screen.findByTestId("remove-used-by")).toHaveTextContent("time");
    const remove = vi.spyOn(client, "keysRemove").mockResolvedValue();
    await user.click(screen.getByRole("button", { name: "Remove all the same" }));
    await waitFor(() =>
      expect(remove).toHaveBeenCalledWith({ name: "HETZNER_TOKEN", force: true }),
    );
  });

  it("names the proxy, too, where it refers to the key", async () => {
    const { user, client } = renderApp({ at: "/settings" });
    const proxy = "http://ana:${secret:HETZNER_TOKEN}@proxy.example.com";
    await client.networkSet({ proxy });
    await screen.findByTestId("network-proxy");
    const remove = vi.spyOn(client, "keysRemove");
    window.location.hash = "#/keys?key=HETZNER_TOKEN";
    const list = await screen.findByTestId("drawer-used-by");
    expect(list).toHaveTextContent("The proxy in the settings");
    await user.click(screen.getByTestId("drawer-remove"));
    const question = await dialog("Remove HETZNER_TOKEN?");
    expect(question).toHaveTextContent("The proxy in the settings refers to it");
    await user.click(within(question).getByRole("button", { name: "Remove all the same" }));
    await screen.findByText("Removed HETZNER_TOKEN");
    expect(remove).toHaveBeenCalledWith({ name: "HETZNER_TOKEN", force: true });
  });

  it("says why it could not be removed", async () => {
    const { user } = renderApp({
      at: "/keys?remove=HETZNER_TOKEN",
      failing: { keysRemove: { code: "keychain_locked", message: "It is locked." } },
    });
    await user.click(await screen.findByTestId("remove-key-confirm"));
    expect(await screen.findByText("The key was not removed")).toBeVisible();
    expect(screen.getByTestId("key-row-HETZNER_TOKEN")).toBeInTheDocument();
  });
});

describe("the detail of a key", () => {
  it("shows everything but the value, and how to refer to it", async () => {
    const { user } = renderApp({ at: "/keys?key=GITHUB_TOKEN" });
    const drawer = await screen.findByTestId("key-drawer");
    const within_ = within(drawer);
    expect(within_.getByTestId("drawer-outcome")).toHaveTextContent(
      "Works · 231 msAccount ana · Expires 2027-02-01reporead:org20 min. ago",
    );
    expect(drawer).toHaveTextContent("Fingerprint41d07a9cb2e5");
    expect(drawer).toHaveTextContent("https://api.github.com");
    expect(within_.getByTestId("drawer-used-by")).toHaveTextContent("gitenv.GITHUB_TOKEN");
    expect(within_.getByTestId("key-reference")).toHaveTextContent("${secret:GITHUB_TOKEN}");
    const copies = within_.getAllByRole("button", { name: /copy/i });
    expect(copies).toHaveLength(1);
    await user.click(within_.getByRole("button", { name: "Copy reference" }));
    expect(await navigator.clipboard.readText()).toBe("${secret:GITHUB_TOKEN}");
  });

  it("tests, and restarts what runs with the old value", async () => {
    const { user } = renderApp({ at: "/keys?key=OPENAI_API_KEY" });
    const drawer = await screen.findByTestId("key-drawer");
    expect(drawer).toHaveTextContent("This is of the value before. Test it again.");
    await user.click(screen.getByTestId("drawer-test"));
    await waitFor(() => expect(screen.getByTestId("drawer-outcome")).toHaveTextContent("Works"));
    expect(drawer).not.toHaveTextContent("This is of the value before");
    expect(screen.getByTestId("drawer-used-by")).toHaveTextContent("Runs with the old value");
    await user.click(screen.getByTestId("restart-use-everything"));
    await waitFor(() => expect(drawer).not.toHaveTextContent("Runs with the old value"));
  });

  it("says what became of one that was lost, and what to do", async () => {
    renderApp({ at: "/keys?key=SENTRY_TOKEN" });
    const drawer = await screen.findByTestId("key-drawer");
    expect(drawer).toHaveTextContent("not in the system’s keychain any more");
    expect(screen.getByTestId("drawer-rotate")).toHaveTextContent("Set value");
    expect(screen.queryByTestId("drawer-test")).toBeNull();
  });

  it("shows many permissions when they are asked for, and leads to servers", async () => {
    const now = Date.now();
    const keys = { ...sampleKeys(now), missing: [] };
    const permissions = Array.from({ length: 20 }, (_, i) => `scope-${i}`);
    const [, github] = keys.keys;
    if (!github?.last_test) throw new Error("the sample has no such key");
    keys.keys = [{ ...github, last_test: { ...github.last_test, permissions } }];
    const { user } = renderApp({ at: "/keys?key=GITHUB_TOKEN", keys: { keys } });
    await screen.findByTestId("key-drawer");
    expect(screen.queryByText("scope-19")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Show 8 more" }));
    expect(screen.getByText("scope-19")).toBeVisible();
    await user.click(within(screen.getByTestId("drawer-used-by")).getByRole("link"));
    expect(window.location.hash).toBe("#/servers/git");
  });

  it("closes where there is no such key", async () => {
    const keys = { ...sampleKeys(Date.now()), keys: [sampleKey("A", Date.now())] };
    renderApp({ at: "/keys?key=NOBODY", keys: { keys } });
    await screen.findByTestId("key-row-A");
    await waitFor(() => expect(window.location.hash).toBe("#/keys"));
  });
});

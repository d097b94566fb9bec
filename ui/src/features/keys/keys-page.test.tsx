import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { useToasts } from "@/components/toast-store";
import { sampleKeys } from "@/ipc/fake-key-samples";
import { renderApp } from "@/test/render-app";

// A message that stays would be the first that Escape closes.
afterEach(() => useToasts.setState({ toasts: [] }));

const row = (name: string) => screen.findByTestId(`key-row-${name}`);
const shown = () =>
  screen.getAllByTestId(/^key-row-/).map((one) => one.dataset.testid?.slice("key-row-".length));
const hash = () => window.location.hash;
const empty = () => ({ ...sampleKeys(Date.now()), keys: [], missing: [] });

describe("the list", () => {
  it("shows what is known of each key, and first the names that no key has", async () => {
    renderApp({ at: "/keys" });
    const missing = await row("LINEAR_API_KEY");
    expect(shown()[0]).toBe("LINEAR_API_KEY");
    expect(missing).toHaveTextContent("Missing");
    expect(within(missing).getByRole("link", { name: "linear" })).toBeVisible();
    const github = await row("GITHUB_TOKEN");
    expect(github).toHaveTextContent("ReadyGitHubWorks · 231 msgit9 min. ago");
    expect(await row("HETZNER_TOKEN")).toHaveTextContent("Unreachable · No answer within 15 s.");
    expect(await row("INTERNAL_API")).toHaveTextContent("Never tested");
    expect(await row("SENTRY_TOKEN")).toHaveTextContent("LostSomething elseCannot be tested");
    const openai = await row("OPENAI_API_KEY");
    expect(openai).toHaveTextContent("Refused · old value · Incorrect API key provided.");
    expect(within(openai).getByText("Runs with the old value")).toBeInTheDocument();
  });

  it("filters by the address, and says when nothing fits", async () => {
    const { user } = renderApp({ at: "/keys?q=github" });
    await row("GITHUB_TOKEN");
    expect(shown()).toEqual(["GITHUB_TOKEN"]);
    await user.keyboard("/");
    const filter = screen.getByRole("searchbox", { name: "Filter keys" });
    expect(filter).toHaveFocus();
    await user.clear(filter);
    await user.type(filter, "zzz");
    expect(hash()).toBe("#/keys?q=zzz");
    await user.click(await screen.findByRole("button", { name: "Show all keys" }));
    expect(shown()).toHaveLength(7);
    expect(hash()).toBe("#/keys");
  });

  it("sorts by a column, three times round", async () => {
    const { user } = renderApp({ at: "/keys" });
    await row("GITHUB_TOKEN");
    await user.click(screen.getByTestId("sort-name"));
    await user.click(screen.getByTestId("sort-name"));
    expect(hash()).toBe("#/keys?sort=name.desc");
    expect(shown().slice(0, 2)).toEqual(["LINEAR_API_KEY", "SENTRY_TOKEN"]);
    expect(screen.getByRole("columnheader", { name: "Name" })).toHaveAttribute(
      "aria-sort",
      "descending",
    );
    await user.click(screen.getByTestId("sort-name"));
    expect(hash()).toBe("#/keys");
  });

  it("is used with the keyboard alone", async () => {
    const { user } = renderApp({ at: "/keys" });
    await row("GITHUB_TOKEN");
    const back = async () => {
      await user.keyboard("{Escape}");
      await waitFor(() => expect(screen.getByRole("grid")).toHaveFocus());
    };
    await user.keyboard("jjj{ArrowUp}j{Enter}");
    expect(await screen.findByTestId("key-drawer")).toHaveTextContent("GITHUB_TOKEN");
    expect(hash()).toBe("#/keys?key=GITHUB_TOKEN");
    await back();
    expect(screen.queryByTestId("key-drawer")).toBeNull();
    await user.keyboard("e");
    expect(await screen.findByRole("dialog", { name: "Edit GITHUB_TOKEN" })).toBeVisible();
    await back();
    await user.keyboard("r");
    expect(await screen.findByRole("dialog", { name: "Rotate GITHUB_TOKEN" })).toBeVisible();
    await back();
    await user.keyboard("{Delete}");
    expect(await screen.findByRole("dialog", { name: "Remove GITHUB_TOKEN?" })).toBeVisible();
    await back();
    await user.keyboard("{Home}{Enter}");
    expect(await screen.findByTestId("key-name")).toHaveValue("LINEAR_API_KEY");
    await back();
    await user.keyboard("a");
    expect(await screen.findByTestId("key-name")).toHaveValue("");
  });

  it("offers what can be done in the menu of a row, and no value to copy", async () => {
    const { user } = renderApp({ at: "/keys" });
    await user.click(await screen.findByTestId("key-menu-OPENAI_API_KEY"));
    const items = (await screen.findAllByRole("menuitem")).map((item) => item.textContent);
    expect(items).toEqual([
      "Testt",
      "Rotater",
      "Edite",
      "Restart 1 server",
      "Open details",
      "Copy reference",
      "RemoveDel",
    ]);
    await user.click(screen.getByRole("menuitem", { name: "Copy reference" }));
    expect(await navigator.clipboard.readText()).toBe("${secret:OPENAI_API_KEY}");
  });

  it("restarts the servers that run with the old value, which is then said no more", async () => {
    const { user, client } = renderApp({ at: "/keys" });
    await user.click(await screen.findByTestId("key-menu-OPENAI_API_KEY"));
    await user.click(await screen.findByTestId("key-restart-OPENAI_API_KEY"));
    expect(await screen.findByText("1 server is being restarted")).toBeVisible();
    expect(client.calls("serversBulk")).toBe(1);
    const openai = await row("OPENAI_API_KEY");
    await waitFor(() => expect(openai).not.toHaveTextContent("Runs with the old value"));
  });
});

describe("tests", () => {
  it("test one key in place and say the result to those who listen", async () => {
    const { user } = renderApp({ at: "/keys", keys: { test: { latency_ms: 77 } } });
    await row("HETZNER_TOKEN");
    await user.click(screen.getByTestId("key-menu-HETZNER_TOKEN"));
    await user.click(await screen.findByTestId("key-test-HETZNER_TOKEN"));
    expect(screen.getByTestId("key-testing-HETZNER_TOKEN")).toHaveTextContent("Testing");
    const outcome = await screen.findByTestId("key-outcome-HETZNER_TOKEN");
    expect(outcome).toHaveTextContent("Works · 77 ms");
    expect(screen.getByText("HETZNER_TOKEN: Works · 77 ms")).toBeInTheDocument();
  });

  it("test all that can be tested, and sum up", async () => {
    const { user } = renderApp({
      at: "/keys",
      keys: { test: { outcome: "rate_limited", retry_after_s: 90, reason: null } },
    });
    await row("HETZNER_TOKEN");
    await user.click(screen.getByTestId("keys-test-all"));
    expect(screen.getByTestId("keys-test-all")).toHaveAttribute("aria-busy", "true");
    expect(screen.getAllByTestId(/^key-testing-/)).toHaveLength(5);
    expect(await screen.findByText("Tested 5 keys")).toBeVisible();
    expect(screen.getByText("5 rate limited")).toBeVisible();
    expect(screen.queryByTestId(/^key-testing-/)).toBeNull();
    expect(await row("OPENAI_API_KEY")).toHaveTextContent("Try again in 1m 30s.");
    expect(await row("SENTRY_TOKEN")).toHaveTextContent("Cannot be tested");
  });

  it("say why a key could not be tested at all", async () => {
    const locked = { code: "keychain_locked" as const, message: "The keychain is locked." };
    const { user } = renderApp({ at: "/keys", failing: { keysTest: locked } });
    await row("GITHUB_TOKEN");
    await user.keyboard("jjjt");
    expect(await screen.findByText("“GITHUB_TOKEN” could not be tested")).toBeVisible();
    expect(screen.getByTestId("key-outcome-GITHUB_TOKEN")).toHaveTextContent("Works");
  });
});

it("teaches on an empty page, with one thing to do", async () => {
  const { user } = renderApp({ at: "/keys", keys: { keys: empty() } });
  expect(await screen.findByText("No keys yet")).toBeVisible();
  expect(screen.getByText(/\$\{secret:NAME\}/)).toBeVisible();
  await user.click(screen.getByTestId("add-key"));
  expect(await screen.findByRole("dialog", { name: "Add key" })).toBeVisible();
});

it("says that it loads, and why it cannot", async () => {
  const { view } = renderApp({ at: "/keys", hanging: ["keysList"] });
  expect(await screen.findByRole("status", { name: "Loading" })).toBeVisible();
  view.unmount();
  renderApp({ at: "/keys", failing: { keysList: { code: "io", message: "Not readable." } } });
  expect(await screen.findByText("The keys cannot be shown")).toBeVisible();
  expect(screen.getByRole("button", { name: "Try again" })).toBeVisible();
});

it("is in the sidebar, with how many keys need someone, and under g k", async () => {
  const { user } = renderApp({ at: "/settings" });
  const item = await screen.findByTestId("nav-keys");
  await waitFor(() => expect(item).toHaveTextContent("2 keys need attention"));
  await user.keyboard("gk");
  expect(await row("GITHUB_TOKEN")).toBeVisible();
  expect(item).toHaveAttribute("aria-current", "page");
});

it("is in the palette, with each of its keys", async () => {
  const { user } = renderApp({ at: "/settings", keys: { test: { latency_ms: 12 } } });
  await screen.findByTestId("nav-keys");
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox", { name: /palette/ }), "test key github");
  await user.click(await screen.findByTestId("palette-key:GITHUB_TOKEN:test"));
  expect(await screen.findByText("Works · 12 ms")).toBeVisible();
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox", { name: /palette/ }), "rotate openai");
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("dialog", { name: "Rotate OPENAI_API_KEY" })).toBeVisible();
});

import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { live, sample } from "@/ipc/fake-samples";
import { navigate } from "@/lib/hash-location";
import { renderApp } from "@/test/render-app";

const row = (id: string) => screen.findByTestId(`server-row-${id}`);
const order = () =>
  screen.getAllByTestId(/^server-row-/).map((one) => one.getAttribute("data-row-id"));
const chosen = () =>
  screen
    .getAllByTestId(/^server-row-/)
    .filter((one) => one.getAttribute("aria-selected") === "true")
    .map((one) => one.getAttribute("data-row-id"));

const using = (cpu_percent: number) => ({
  ...live(60_000, 1),
  usage: { cpu_percent, memory_bytes: 50 * 1_048_576, processes: 1 },
});
const three = () => [
  sample({ name: "one", tags: ["work"], overrides: using(1) }),
  sample({ name: "two", tags: ["work", "data"], overrides: using(20) }),
  sample({ name: "three", overrides: using(300) }),
];

it("says which servers start by themselves when they are used", async () => {
  const overrides = { asleep: true };
  renderApp({ servers: [sample({ name: "idle", overrides }), sample({ name: "off" })] });
  expect(await row("idle")).toHaveTextContent("StoppedidleStarts on use");
  expect(await row("off")).not.toHaveTextContent("Starts on use");
});

describe("sorting", () => {
  it("is kept in the address, said to screen readers, and undone by going back", async () => {
    const { user } = renderApp({ servers: three() });
    await row("one");
    await user.click(screen.getByTestId("sort-cpu"));
    expect(order()).toEqual(["three", "two", "one"]);
    expect(window.location.hash).toBe("#/servers?sort=cpu.desc");
    expect(screen.getByRole("columnheader", { name: "CPU %" })).toHaveAttribute(
      "aria-sort",
      "descending",
    );
    await user.click(screen.getByTestId("sort-cpu"));
    expect(order()).toEqual(["one", "two", "three"]);
    act(() => window.history.back());
    await waitFor(() => expect(order()).toEqual(["three", "two", "one"]));
  });

  it("moves no row under the pointer, and catches up when it leaves", async () => {
    const { user, client } = renderApp({ servers: three(), at: "/servers?sort=cpu.desc" });
    await user.hover(await row("two"));
    act(() => client.change("one", using(900)));
    await waitFor(async () => expect(await row("one")).toHaveTextContent("900"));
    expect(order()).toEqual(["three", "two", "one"]);
    await user.unhover(screen.getByRole("grid"));
    expect(order()).toEqual(["one", "three", "two"]);
  });

  it("keeps a row under the pointer that the view would let go", async () => {
    const { user, client } = renderApp({ servers: three(), at: "/servers?view=running" });
    await user.hover(await row("two"));
    act(() => client.change("one", { state: "stopped" }));
    await waitFor(() =>
      expect(screen.getByTestId("server-state-one")).toHaveTextContent("Stopped"),
    );
    expect(order()).toEqual(["one", "two", "three"]);
    await user.unhover(screen.getByRole("grid"));
    expect(order()).toEqual(["two", "three"]);
  });
});

describe("tags", () => {
  it("narrow the list to what has all that are pressed, in the address", async () => {
    const { user } = renderApp({ servers: three() });
    await row("one");
    await user.click(screen.getByTestId("tag-work"));
    expect(order()).toEqual(["one", "two"]);
    await user.click(screen.getByTestId("tag-data"));
    expect(order()).toEqual(["two"]);
    expect(window.location.hash).toBe("#/servers?tag=work%2Cdata");
    expect(screen.getByTestId("tag-data")).toHaveAttribute("aria-pressed", "true");
    await user.click(screen.getByTestId("tag-data"));
    expect(order()).toEqual(["one", "two"]);
  });
});

describe("choosing rows", () => {
  it("takes one, a range, and all, and keeps them over a look at a server", async () => {
    const { user } = renderApp({ servers: three() });
    await row("one");
    await user.click(screen.getByTestId("server-select-one"));
    expect(window.location.hash).toBe("#/servers?selected=one");
    await user.keyboard("{Shift>}");
    await user.click(screen.getByTestId("server-select-three"));
    await user.keyboard("{/Shift}");
    expect(chosen()).toEqual(["one", "two", "three"]);
    expect(screen.getByTestId("select-all")).toHaveAttribute("aria-checked", "true");
    await user.click(screen.getByTestId("server-select-two"));
    expect(screen.getByTestId("select-all")).toHaveAttribute("aria-checked", "mixed");
    await user.click(within(await row("two")).getByText("two"));
    expect(window.location.hash).toMatch(/^#\/servers\/two\?/);
    act(() => window.history.back());
    await row("one");
    expect(chosen()).toEqual(["one", "three"]);
  });

  it("is done with the keyboard alone", async () => {
    const { user } = renderApp({ servers: three() });
    await row("one");
    await user.keyboard("jx");
    expect(chosen()).toEqual(["one"]);
    await user.keyboard("{Shift>}{ArrowDown}{/Shift}");
    expect(chosen()).toEqual(["one", "two"]);
    await user.keyboard("x");
    expect(chosen()).toEqual(["one"]);
    await user.keyboard("{Control>}a{/Control}");
    expect(chosen()).toEqual(["one", "two", "three"]);
    await user.keyboard("{Escape}");
    expect(chosen()).toEqual([]);
    expect(screen.queryByTestId("bulk-bar")).toBeNull();
  });

  it("never acts on what the filter hides", async () => {
    renderApp({ servers: three(), at: "/servers?selected=one,three,gone&tag=work" });
    await row("one");
    expect(screen.getByTestId("bulk-bar")).toHaveTextContent("1 selected");
  });
});

describe("columns", () => {
  it("are chosen in a menu and remembered", async () => {
    const { user, view } = renderApp({ servers: three() });
    await row("one");
    await user.click(screen.getByTestId("list-options"));
    await user.click(await screen.findByTestId("column-latency"));
    expect(screen.getByTestId("column-latency")).toHaveAttribute("aria-checked", "false");
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId("sort-latency")).toBeNull();
    view.unmount();
    expect(localStorage.getItem("servers.hidden_columns")).toBe("latency");
    renderApp({ servers: three() });
    await row("one");
    await user.click(screen.getByTestId("list-options"));
    await user.click(await screen.findByTestId("column-latency"));
    expect(await screen.findByTestId("sort-latency")).toBeInTheDocument();
  });

  it("say how health answered, in words", async () => {
    renderApp();
    await row("memory");
    const line = within(await row("memory")).getByRole("img");
    expect(line).toHaveAccessibleName(/^Last 26 health checks · .* to 4\.1 sec · 3 failed$/);
  });
});

it("copies the list as it is shown", async () => {
  const { user } = renderApp({ servers: three(), at: "/servers?sort=cpu.desc&tag=work" });
  await row("two");
  await user.click(screen.getByTestId("list-options"));
  await user.click(await screen.findByTestId("list-csv"));
  await waitFor(async () => {
    const lines = (await navigator.clipboard.readText()).trim().split("\r\n");
    expect(lines.map((line) => line.split(",")[1])).toEqual(["id", "two", "one"]);
  });
});

it("says what applies only after a restart", async () => {
  const servers = three().map((one) => ({ ...one, restart_needed: one.id === "two" }));
  renderApp({ servers });
  expect(await row("two")).toHaveTextContent("Restart to apply");
  expect(await row("one")).not.toHaveTextContent("Restart to apply");
});

it("opens what an address asks for, and no more", async () => {
  renderApp({ servers: three(), at: "/servers?sort=nonsense&view=nothing&tag=" });
  await row("one");
  expect(order()).toEqual(["one", "two", "three"]);
  act(() => navigate("/servers?sort=name.asc"));
  expect(order()).toEqual(["one", "three", "two"]);
});

import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { live, sample } from "@/ipc/fake-samples";
import { renderApp } from "@/test/render-app";

const row = (id: string) => screen.findByTestId(`server-row-${id}`);
const state = (id: string) => screen.getByTestId(`server-state-${id}`);

describe("the list", () => {
  it("shows every server with its state in words, and says which columns there are", async () => {
    renderApp();
    const everything = await row("everything");
    expect(within(everything).getByText("Up")).toBeVisible();
    expect(within(everything).getByText("3d 4h")).toBeVisible();
    expect(within(await row("git")).getByText(/does not exist on the search path/)).toBeVisible();
    expect(state("sentry")).toHaveTextContent("Unapproved");
    expect(screen.getByRole("grid", { name: "Servers" })).toHaveAttribute("aria-rowcount", "12");
    expect(screen.getByRole("columnheader", { name: "Uptime" })).toBeVisible();
  });

  it("tells the shell that the window can be shown", async () => {
    const { client } = renderApp();
    await waitFor(() => expect(client.calls("ready")).toBe(1));
  });

  it("starts and stops a server in place, and says so", async () => {
    const { user } = renderApp();
    await row("time");
    await user.click(screen.getByTestId("server-toggle-time"));
    await waitFor(() => expect(state("time")).toHaveTextContent("Up"));
    expect(await screen.findByText(/time: Up/)).toBeInTheDocument();
    await user.click(screen.getByTestId("server-toggle-time"));
    await waitFor(() => expect(state("time")).toHaveTextContent("Stopped"));
  });

  it("follows what happens in the console, without a question from the person", async () => {
    const { client } = renderApp();
    await row("everything");
    const last_error = { code: "process_exited" as const, message: "It ended with exit code 9." };
    act(() => client.change("everything", { state: "failed", last_error }));
    await waitFor(() => expect(state("everything")).toHaveTextContent("Failed"));
    expect(await screen.findByText("It ended with exit code 9.")).toBeVisible();
  });

  it("says what failed when a command is refused", async () => {
    const { user } = renderApp({
      failing: {
        serversStart: {
          code: "too_busy",
          message: "Too many servers start at once.",
          hint: "Wait.",
        },
      },
    });
    await row("time");
    await user.click(screen.getByTestId("server-toggle-time"));
    expect(await screen.findByText("Start “time” failed")).toBeVisible();
    expect(screen.getAllByText(/Too many servers start at once\. Wait\./)[0]).toBeVisible();
  });

  it("starts and stops all", async () => {
    const { user } = renderApp();
    await row("time");
    await user.click(screen.getByRole("button", { name: "Stop all" }));
    expect(await screen.findByText("6 servers are being stopped")).toBeVisible();
  });
});

describe("removing", () => {
  it("acts at once, and undo brings the server back as it was", async () => {
    const { user } = renderApp();
    await row("linear");
    await user.click(screen.getByTestId("server-menu-linear"));
    await user.click(await screen.findByTestId("server-remove-linear"));
    await waitFor(() => expect(screen.queryByTestId("server-row-linear")).toBeNull());
    expect(screen.getByText("Stopped and removed “linear”")).toBeVisible();
    await user.click(screen.getByTestId("toast-undo"));
    await row("linear");
    await waitFor(() => expect(state("linear")).toHaveTextContent("Up"));
  });

  it("does not start a server again that was stopped before", async () => {
    const { user, client } = renderApp();
    await row("time");
    await user.click(screen.getByTestId("server-menu-time"));
    await user.click(await screen.findByTestId("server-remove-time"));
    await user.click(await screen.findByTestId("toast-undo"));
    await row("time");
    expect(client.calls("serversStart")).toBe(0);
  });

  it("leaves the page of what was removed", async () => {
    const { user } = renderApp({ at: "/servers/linear" });
    await user.click(await screen.findByRole("button", { name: "More actions for linear" }));
    await user.click(await screen.findByTestId("server-remove-linear"));
    await waitFor(() => expect(window.location.hash).toBe("#/servers"));
  });
});

describe("filtering", () => {
  it("keeps the filter in the address, and offers to show everything when nothing fits", async () => {
    const { user } = renderApp();
    await row("git");
    await user.keyboard("/");
    expect(screen.getByRole("searchbox", { name: "Filter servers" })).toHaveFocus();
    await user.keyboard("postg");
    expect(screen.queryByTestId("server-row-git")).toBeNull();
    expect(window.location.hash).toBe("#/servers?q=postg");
    await user.keyboard("xyz");
    await user.click(await screen.findByRole("button", { name: "Show all servers" }));
    await row("git");
    expect(window.location.hash).toBe("#/servers");
  });

  it("opens with the filter of the address", async () => {
    renderApp({ at: "/servers?view=attention" });
    await row("git");
    expect(screen.queryByTestId("server-row-everything")).toBeNull();
  });
});

describe("the keyboard", () => {
  it("moves and opens", async () => {
    const { user } = renderApp();
    await row("everything");
    await user.keyboard("jj");
    const grid = screen.getByRole("grid");
    expect(grid).toHaveFocus();
    expect(grid.getAttribute("aria-activedescendant")).toBe((await row("filesystem")).id);
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("heading", { name: "filesystem" })).toBeVisible();
    expect(window.location.hash).toBe("#/servers/filesystem");
  });

  it("acts on the active server, and the next takes the place of a removed one", async () => {
    const { user, client } = renderApp();
    await row("everything");
    await user.keyboard("{Tab}");
    act(() => screen.getByRole("grid").focus());
    await user.keyboard("s");
    await waitFor(() => expect(client.calls("serversStop")).toBe(1));
    await user.keyboard("{Delete}");
    await waitFor(() => expect(screen.queryByTestId("server-row-everything")).toBeNull());
    const grid = screen.getByRole("grid");
    expect(grid.getAttribute("aria-activedescendant")).toBe((await row("filesystem")).id);
  });

  it("leaves arrow keys of an open menu to the menu", async () => {
    const { user } = renderApp();
    await row("linear");
    await user.click(screen.getByTestId("server-menu-linear"));
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(await screen.findByRole("menu")).toBeVisible();
  });

  it("goes to pages and shows the list of shortcuts", async () => {
    const { user } = renderApp();
    await row("everything");
    await user.keyboard("g,");
    expect(await screen.findByRole("heading", { name: "Settings" })).toBeVisible();
    await user.keyboard("gs");
    expect(await screen.findByRole("heading", { name: "Servers" })).toBeVisible();
    await user.keyboard("?");
    expect(await screen.findByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  });
});

describe("states of the page", () => {
  it("shows the shape of the list while it loads", async () => {
    renderApp({ hanging: ["serversList"] });
    expect(await screen.findByRole("status", { name: "Loading" })).toBeInTheDocument();
  });

  it("teaches when there is nothing, with one primary action", async () => {
    const { user } = renderApp({ servers: [] });
    expect(await screen.findByText("No servers yet")).toBeVisible();
    expect(screen.getAllByTestId("add-server")).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Use this example" }));
    expect(await screen.findByTestId("add-server-command")).toHaveValue(
      "npx -y @modelcontextprotocol/server-everything",
    );
  });

  it("says what is wrong, why and what to do, and tries again", async () => {
    const { user, client } = renderApp({
      failing: {
        serversList: { code: "database_damaged", message: "It is damaged.", hint: "Restore it." },
      },
    });
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("It is damaged.");
    expect(alert).toHaveTextContent("Restore it.");
    expect(alert).toHaveTextContent("database_damaged");
    const before = client.calls("serversList");
    await user.click(within(alert).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(client.calls("serversList")).toBeGreaterThan(before));
  });

  it("draws only what fits of many servers", async () => {
    const servers = Array.from({ length: 500 }, (_, i) => {
      const name = `server-${String(i).padStart(3, "0")}`;
      return sample({ name, overrides: live(1_000, 1) });
    });
    renderApp({ servers });
    await row("server-000");
    expect(screen.getByRole("grid")).toHaveAttribute("aria-rowcount", "501");
    expect(screen.getAllByTestId(/^server-row-/).length).toBeLessThan(60);
  });
});

it("speaks Portuguese", async () => {
  renderApp({ language: "pt-BR" });
  expect(within(await row("everything")).getByText("No ar")).toBeVisible();
  expect(screen.getByRole("button", { name: "Adicionar servidor" })).toBeVisible();
  expect(document.documentElement.lang).toBe("pt-BR");
});

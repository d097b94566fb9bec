import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderApp } from "@/test/render-app";

it("changes the theme at once and remembers it for the next first paint", async () => {
  const { user, client } = renderApp({ at: "/settings" });
  await user.click(await screen.findByTestId("theme-select"));
  await user.click(await screen.findByTestId("theme-select-dark"));
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
  expect(localStorage.getItem("theme")).toBe("dark");
  expect(await client.settingsGet()).toEqual({ theme: "dark", language: "en" });
});

it("changes the language at once", async () => {
  const { user } = renderApp({ at: "/settings" });
  await user.click(await screen.findByTestId("language-select"));
  await user.click(await screen.findByTestId("language-select-pt-BR"));
  expect(await screen.findByRole("heading", { name: "Configurações" })).toBeVisible();
  expect(document.documentElement.lang).toBe("pt-BR");
});

it("takes a change back that cannot be stored, and says so", async () => {
  const { user } = renderApp({
    at: "/settings",
    failing: { settingsSet: { code: "disk_full", message: "The disk is full." } },
  });
  await user.click(await screen.findByTestId("theme-select"));
  await user.click(await screen.findByTestId("theme-select-dark"));
  expect(await screen.findByText("The setting could not be saved")).toBeVisible();
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("light"));
  expect(screen.getByTestId("theme-select")).toHaveTextContent("Light");
});

it("says what runs here", async () => {
  renderApp({ at: "/settings" });
  expect(await screen.findByText("/home/ana/.local/share/mcp-console")).toBeVisible();
  expect(screen.getByText("0.1.0")).toBeVisible();
});

import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createTranslator } from "@/i18n";
import { MAX_TOASTS, useToasts } from "./toast-store";
import { Toaster } from "./toaster";
import { TooltipProvider } from "./tooltip";

const problem = { code: "io" as const, message: "It cannot be read." };
const { show } = useToasts.getState();

beforeEach(() => {
  useToasts.setState({ toasts: [] });
  render(
    <I18nextProvider i18n={createTranslator("en")}>
      <TooltipProvider>
        <Toaster />
      </TooltipProvider>
    </I18nextProvider>,
  );
});

afterEach(() => vi.useRealTimers());

const titles = () => useToasts.getState().toasts.map(({ title }) => title);

it("shows the newest three; one that waits for someone leaves last", () => {
  act(() => {
    show({ title: "failed", problem });
    for (const title of ["one", "two", "three"]) show({ title });
  });
  expect(titles()).toEqual(["failed", "two", "three"]);
  act(() => {
    for (const title of ["b", "c", "d"]) show({ title, problem });
  });
  expect(titles()).toEqual(["b", "c", "d"]);
  act(() => show({ title: "new" }));
  expect(titles()).toEqual(["c", "d", "new"]);
  expect(screen.getAllByTestId("toast")).toHaveLength(MAX_TOASTS);
});

it("puts a newer message in the place of the one about the same", () => {
  act(() => {
    show({ title: "time failed", about: "time" });
    show({ title: "other" });
    show({ title: "time is up", about: "time" });
  });
  expect(titles()).toEqual(["other", "time is up"]);
});

it("takes a message away after a while, but not what failed", () => {
  vi.useFakeTimers();
  act(() => {
    show({ title: "done" });
    show({ title: "failed", problem });
  });
  act(() => vi.advanceTimersByTime(60_000));
  expect(titles()).toEqual(["failed"]);
});

it("stands still under the pointer and with the focus", () => {
  vi.useFakeTimers();
  act(() => show({ title: "done" }));
  const region = screen.getByRole("region", { name: /Messages/ });
  fireEvent.pointerMove(region);
  act(() => vi.advanceTimersByTime(60_000));
  expect(titles()).toEqual(["done"]);
  fireEvent.pointerLeave(region);
  act(() => vi.advanceTimersByTime(60_000));
  expect(titles()).toEqual([]);
});

it("is reached with F6, acts, and is dismissed by the keyboard", async () => {
  const user = userEvent.setup({ delay: null });
  const undo = vi.fn();
  act(() => show({ title: "removed", action: { label: "Undo", run: undo } }));
  fireEvent.keyDown(document.body, { key: "F6", code: "F6" });
  expect(document.activeElement).toHaveAttribute("tabindex", "-1");
  await user.tab();
  await user.tab();
  expect(screen.getByRole("button", { name: "Undo" })).toHaveFocus();
  await user.keyboard("{Enter}");
  expect(undo).toHaveBeenCalledOnce();
  await waitFor(() => expect(titles()).toEqual([]));
});

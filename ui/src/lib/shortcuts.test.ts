import { fireEvent, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { matchKeys, useShortcut, useShortcutListener } from "./shortcuts";

it.each([
  [null, "/", "focus_filter"],
  [null, "g", "begun"],
  ["g", "s", "go_servers"],
  ["g", ",", "go_settings"],
  ["g", "x", null],
  [null, "x", null],
])("after %j, %j is %j", (first, key, meaning) => {
  expect(matchKeys(first, key)).toBe(meaning);
});

function setUp() {
  const filter = vi.fn();
  const servers = vi.fn();
  renderHook(() => {
    useShortcutListener();
    useShortcut("focus_filter", filter);
    useShortcut("go_servers", servers);
  });
  return { filter, servers };
}

it("runs a key and a sequence", () => {
  const { filter, servers } = setUp();
  fireEvent.keyDown(document.body, { key: "/" });
  expect(filter).toHaveBeenCalledOnce();
  fireEvent.keyDown(document.body, { key: "g" });
  fireEvent.keyDown(document.body, { key: "s" });
  expect(servers).toHaveBeenCalledOnce();
  fireEvent.keyDown(document.body, { key: "s" });
  expect(servers).toHaveBeenCalledOnce();
});

it("leaves keys alone that belong to a text, a modifier or a dialog", () => {
  const { filter } = setUp();
  const input = document.body.appendChild(document.createElement("input"));
  fireEvent.keyDown(input, { key: "/" });
  fireEvent.keyDown(document.body, { key: "/", ctrlKey: true });
  input.remove();
  const dialog = document.body.appendChild(document.createElement("div"));
  dialog.dataset.modal = "";
  fireEvent.keyDown(document.body, { key: "/" });
  dialog.remove();
  expect(filter).not.toHaveBeenCalled();
  fireEvent.keyDown(document.body, { key: "/" });
  expect(filter).toHaveBeenCalledOnce();
});

it("gives a key to whoever came last, and back when they leave", () => {
  const page = vi.fn();
  const part = vi.fn();
  renderHook(() => {
    useShortcutListener();
    useShortcut("focus_filter", page);
  });
  const inner = renderHook(() => useShortcut("focus_filter", part));
  fireEvent.keyDown(document.body, { key: "/" });
  inner.unmount();
  fireEvent.keyDown(document.body, { key: "/" });
  expect([part.mock.calls.length, page.mock.calls.length]).toEqual([1, 1]);
});

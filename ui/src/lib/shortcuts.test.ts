import { fireEvent, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { matchKeys, useShortcut, useShortcutListener } from "./shortcuts";

it.each([
  [null, "/", "focus_filter"],
  [null, "g", "begun"],
  ["g", "s", "go_servers"],
  ["g", ",", "go_settings"],
  ["g", "d", "go_doctor"],
  ["g", "k", "go_keys"],
  [null, "a", "add_key"],
  ["g", "n", "go_notices"],
  [null, "mod+k", "palette"],
  // A part of the window listens to these itself.
  [null, "Enter", null],
  [null, "F6", null],
  ["g", "x", null],
  [null, "x", null],
])("after %j, %j is %j", (first, key, meaning) => {
  expect(matchKeys(first, key)).toBe(meaning);
});

function setUp() {
  const filter = vi.fn();
  const servers = vi.fn();
  const palette = vi.fn();
  renderHook(() => {
    useShortcutListener();
    useShortcut("focus_filter", filter);
    useShortcut("go_servers", servers);
    useShortcut("palette", palette);
  });
  return { filter, servers, palette };
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

it("hears the command key while text is being typed, and no other one", () => {
  const { palette, filter } = setUp();
  const input = document.body.appendChild(document.createElement("input"));
  fireEvent.keyDown(input, { key: "k", ctrlKey: true });
  expect(palette).toHaveBeenCalledOnce();
  fireEvent.keyDown(input, { key: "k" });
  fireEvent.keyDown(input, { key: "k", ctrlKey: true, altKey: true });
  fireEvent.keyDown(input, { key: "K", ctrlKey: true, shiftKey: true });
  // On this platform, ⌘ is not the command key.
  fireEvent.keyDown(input, { key: "k", metaKey: true });
  fireEvent.keyDown(input, { key: "k", ctrlKey: true, isComposing: true });
  input.remove();
  expect(palette).toHaveBeenCalledOnce();
  expect(filter).not.toHaveBeenCalled();
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

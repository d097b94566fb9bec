import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { navigate, splitHash, useHashPath, useParam, withParams } from "./hash-location";
import { paths } from "./routes";

it.each([
  ["", "/", ""],
  ["#", "/", ""],
  ["#/servers", "/servers", ""],
  ["#servers", "/servers", ""],
  ["#/servers/time?q=a%20b", "/servers/time", "q=a%20b"],
  ["#/servers?", "/servers", ""],
])("%j is path %j and search %j", (hash, path, search) => {
  expect(splitHash(hash)).toEqual({ path, search });
});

it("sets and takes away parameters", () => {
  expect(withParams("/servers", "q=a", { view: "running" })).toBe("/servers?q=a&view=running");
  expect(withParams("/servers", "q=a", { q: null })).toBe("/servers");
  expect(withParams("/servers", "q=a", { q: "" })).toBe("/servers");
});

it("follows the address, and keeps the path when a parameter changes", () => {
  const { result } = renderHook(() => ({ path: useHashPath()[0], filter: useParam("q") }));
  act(() => navigate(paths.server("time")));
  expect(result.current.path).toBe("/servers/time");
  act(() => result.current.filter[1]("git", { replace: true }));
  expect(result.current.filter[0]).toBe("git");
  expect(result.current.path).toBe("/servers/time");
  expect(window.location.hash).toBe("#/servers/time?q=git");
});

it("escapes ids in addresses", () => {
  expect(paths.server("a b", "log")).toBe("/servers/a%20b/log");
});

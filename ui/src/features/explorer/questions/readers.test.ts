import { expect, it } from "vitest";
import { readRoots } from "./read-roots";
import { partsOf } from "./url-parts";

it.each([
  ["https://example.com/a?b#c", "example.com"],
  ["https://bank.example@evil.test/pay", "evil.test"],
  ["https://evil.test\\@bank.example/", "evil.test"],
  ["HTTP://EVIL.test:8080", "EVIL.test:8080"],
  ["https://bank.example.evil.test/", "bank.example.evil.test"],
  ["not a url", ""],
])("the host of %s is %s", (url, host) => {
  const parts = partsOf(url);
  expect(parts.host).toBe(host);
  expect(parts.before + parts.host + parts.after).toBe(url);
});

it("reads folders, one a line", () => {
  const text = "/home/ana/my projects\n\nfile:///srv/a\nC:\\Users\\ana\n";
  expect(readRoots(text)).toEqual({
    roots: [
      { uri: "file:///home/ana/my%20projects", name: "my projects" },
      { uri: "file:///srv/a", name: "a" },
      { uri: "file:///C:/Users/ana", name: "ana" },
    ],
    wrong: null,
  });
  expect(readRoots("")).toEqual({ roots: [], wrong: null });
  expect(readRoots("/ok\nhttps://example.com").wrong).toBe("https://example.com");
  expect(readRoots("relative/path").wrong).toBe("relative/path");
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { audioType, bytesOf, imageType } from "./images";
import { indentJson } from "./indent-json";
import { blockOf, contentsOf, partsOf } from "./parts";

it.each([
  ["iVBORw0KGgoAAAANSUhEUg", "image/png"],
  [btoa("\xff\xd8\xff\xe0"), "image/jpeg"],
  [btoa("GIF89a"), "image/gif"],
  [btoa("RIFF\0\0\0\0WEBPVP8 "), "image/webp"],
  [btoa('<?xml version="1.0"?>\n<!-- a -->\n<svg xmlns="x">'), "image/svg+xml"],
  [btoa("<html><svg>"), null],
  [btoa("not an image"), null],
  ["%%%", null],
])("%s is an image of type %s", (data, type) => {
  expect(imageType(data)).toBe(type);
});

it("knows sounds by their first bytes, then by what is said", () => {
  expect(audioType(btoa("RIFF\0\0\0\0WAVEfmt "), "image/png")).toBe("audio/wav");
  expect(audioType(btoa("anything"), "audio/x-odd")).toBe("audio/x-odd");
  expect(audioType(btoa("anything"), 'audio/x" onerror="')).toBeNull();
  expect(audioType("%%%", "audio/wav")).toBeNull();
});

it("counts the bytes behind a base64 text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
      expect(bytesOf(btoa(text))).toBe(text.length);
    }),
  );
});

it("sets JSON out as JSON.stringify does, without touching a number", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())),
      (value) => {
        const text = JSON.stringify(value);
        expect(indentJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
      },
    ),
  );
  expect(indentJson("[12345678901234567890.10]")).toBe("[\n  12345678901234567890.10\n]");
  expect(indentJson("plain")).toBeNull();
  expect(indentJson("{broken")).toBeNull();
});

it("makes something readable of whatever a server sends", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(blockOf(value).kind).toBeTypeOf("string");
      contentsOf(value);
      partsOf(value);
    }),
  );
  expect(blockOf({ type: "image", data: 7 }).kind).toBe("unknown");
  expect(blockOf({ type: "resource_link", uri: "a:b" })).toMatchObject({ name: "a:b" });
});

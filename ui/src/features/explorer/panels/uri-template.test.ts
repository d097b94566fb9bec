import { expect, it } from "vitest";
import { expand, isMatch } from "./uri-template";

const VALUES = {
  var: "value",
  hello: "Hello World!",
  path: "/foo/bar",
  x: "1024",
  y: "768",
  empty: "",
  half: "\ud83d",
};

// RFC 6570, section 3.2.
it.each([
  ["{var}", "value"],
  ["{hello}", "Hello%20World%21"],
  ["{+hello}", "Hello%20World!"],
  ["{+path}/here", "/foo/bar/here"],
  ["{#path,x}/here", "#/foo/bar,1024/here"],
  ["X{.x,y}", "X.1024.768"],
  ["{/var,x}/here", "/value/1024/here"],
  ["{;x,y,empty}", ";x=1024;y=768;empty"],
  ["{?x,y,empty}", "?x=1024&y=768&empty="],
  ["?fixed=yes{&x}", "?fixed=yes&x=1024"],
  ["{var:3}", "val"],
  ["{/var:1,var}", "/v/value"],
  ["{x*}", "1024"],
  ["{missing}|{?missing,x}", "|?x=1024"],
  ["{toString}", ""],
  ["no variables", "no variables"],
  ["{half}", "%EF%BF%BD"],
])("%s makes %s", (template, uri) => {
  expect(expand(template, VALUES)).toBe(uri);
});

it.each([
  ["demo://text/{id}", "demo://text/7", true],
  ["demo://text/{id}", "demo://blob/7", false],
  ["demo://{a}/of/{b}.txt", "demo://x/of/y.txt", true],
  ["demo://{a}/of/{b}.txt", "demo://x/y.txt", false],
  ["demo://fixed", "demo://fixed", true],
])("%s and %s: %s", (template, uri, expected) => {
  expect(isMatch(template, uri)).toBe(expected);
});

import { expect, it } from "vitest";
import { slugOf } from "./slug";

it.each([
  ["time", "time"],
  ["  My Server  ", "my-server"],
  ["Ações & dados", "acoes-dados"],
  ["server.v2_x", "server.v2_x"],
  ["..hidden", "hidden"],
  ["trailing -- ", "trailing"],
  ["日本", ""],
  ["", ""],
])("%j becomes %j", (name, id) => {
  expect(slugOf(name)).toBe(id);
});

import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useEffect, useState } from "react";
import { I18nextProvider } from "react-i18next";
import { expect, it } from "vitest";
import { TooltipProvider } from "@/components/tooltip";
import { createTranslator } from "@/i18n";
import type { Draft } from "../run/store";
import { ArgumentsEditor } from "./arguments-editor";
import { fieldTree } from "./field-tree";
import { initialValue } from "./initial";
import type { Json } from "./json";
import { useCheck } from "./use-check";

/** What the form makes now. */
interface Now {
  value: Json | undefined;
}

function Page({ schema, now }: { schema: unknown; now: Now }) {
  const [draft, setDraft] = useState<Draft>({
    mode: "form",
    value: initialValue(fieldTree(schema)) ?? {},
  });
  const [valid, setValid] = useState(true);
  const [checked] = useCheck(schema, draft.value);
  useEffect(() => {
    now.value = draft.value;
  });
  return (
    <ArgumentsEditor
      title="Arguments"
      schema={schema}
      draft={draft}
      onChange={setDraft}
      checked={checked}
      attempted
      valid={valid}
      onValid={setValid}
    />
  );
}

/** Opens the editor of an object with these properties. */
function open(properties: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const schema = { type: "object", properties, ...more };
  const now: Now = { value: undefined };
  render(
    <I18nextProvider i18n={createTranslator("en")}>
      <TooltipProvider>
        <Page schema={schema} now={now} />
      </TooltipProvider>
    </I18nextProvider>,
  );
  return { now, user: userEvent.setup({ delay: null }) };
}

const field = (path: string) => screen.getByTestId(`field-${path}`);

it("a text that is left out is not an empty text", async () => {
  const { now, user } = open({ a: { type: "string" } });
  expect(now.value).toEqual({});
  await user.type(field("a"), "x");
  expect(now.value).toEqual({ a: "x" });
  await user.clear(field("a"));
  expect(now.value).toEqual({ a: "" });
  await user.click(screen.getByTestId("field-a-leave-out"));
  expect(now.value).toEqual({});
  await user.click(screen.getByRole("button", { name: "Send an empty text as a" }));
  expect(now.value).toEqual({ a: "" });
});

it("a number is what was typed, and what is none says so", async () => {
  const { now, user } = open({ n: { type: "integer", minimum: 1, maximum: 9 } });
  await user.type(field("n"), "12");
  expect(now.value).toEqual({ n: 12 });
  expect(await screen.findByText("At most 9.")).toBeVisible();
  await user.clear(field("n"));
  expect(now.value).toEqual({});
  await user.type(field("n"), "4x");
  expect(now.value).toEqual({ n: "4x" });
  expect(await screen.findByText("This must be of type integer.")).toBeVisible();
  await user.clear(field("n"));
  await user.type(field("n"), "9007199254740993");
  expect(now.value).toEqual({ n: "9007199254740993" });
  expect(screen.getByText("This number has more digits than can be sent exactly.")).toBeVisible();
});

it("a boolean is neither until it is chosen", async () => {
  const { now, user } = open({ b: { type: "boolean" } });
  expect(now.value).toEqual({});
  await user.click(field("b-false"));
  expect(now.value).toEqual({ b: false });
  await user.click(screen.getByTestId("field-b-leave-out"));
  expect(now.value).toEqual({});
});

it("null is a value of its own", async () => {
  const { now, user } = open({ a: { anyOf: [{ type: "string" }, { type: "null" }] } });
  await user.click(screen.getByTestId("field-a-null"));
  expect(now.value).toEqual({ a: null });
  await user.click(screen.getByTestId("field-a-set"));
  expect(now.value).toEqual({ a: "" });
});

it("lists grow and shrink, and keep to their length", async () => {
  const { now, user } = open({
    l: { type: "array", items: { type: "string" }, maxItems: 2, uniqueItems: true },
  });
  await user.click(field("l-add"));
  await user.type(field("l.0"), "x");
  await user.click(field("l-add"));
  await user.type(field("l.1"), "x");
  expect(now.value).toEqual({ l: ["x", "x"] });
  expect(field("l-add")).toBeDisabled();
  expect(await screen.findByText("Each item only once.")).toBeVisible();
  await user.click(screen.getByTestId("field-l.0-remove"));
  expect(now.value).toEqual({ l: ["x"] });
  await user.click(screen.getByTestId("field-l.0-remove"));
  expect(now.value).toEqual({ l: [] });
});

it("a union is chosen, then filled in; the kind survives a look at the JSON", async () => {
  const { now, user } = open({
    shape: {
      oneOf: [
        {
          title: "Circle",
          properties: { kind: { const: "circle" }, r: { type: "number" } },
          required: ["kind", "r"],
        },
        {
          title: "Square",
          properties: { kind: { const: "square" }, a: { type: "number" } },
          required: ["kind", "a"],
        },
      ],
    },
  });
  expect(now.value).toEqual({});
  await user.click(field("shape-kind"));
  await user.click(field("shape-kind-1"));
  expect(now.value).toEqual({ shape: { kind: "square" } });
  await user.type(field("shape.a"), "2");
  expect(now.value).toEqual({ shape: { kind: "square", a: 2 } });
  await user.click(screen.getByRole("radio", { name: "JSON" }));
  expect(screen.getByTestId("json")).toHaveValue(JSON.stringify(now.value, null, 2));
  await user.click(screen.getByRole("radio", { name: "Form" }));
  expect(field("shape.a")).toHaveValue("2");
});

it("an object within an object is there, or left out", async () => {
  const { now, user } = open({
    o: { type: "object", properties: { p: { type: "string", default: "d" } } },
  });
  await user.click(field("o-add"));
  expect(now.value).toEqual({ o: { p: "d" } });
  await user.click(screen.getByTestId("field-o-leave-out"));
  expect(now.value).toEqual({});
});

it("a recursive schema opens as far as one goes", async () => {
  const { now, user } = open(
    { root: { $ref: "#/$defs/node" } },
    {
      $defs: {
        node: {
          type: "object",
          properties: { name: { type: "string" }, child: { $ref: "#/$defs/node" } },
        },
      },
    },
  );
  await user.click(field("root-add"));
  await user.click(field("root.child-add"));
  await user.type(field("root.child.name"), "x");
  expect(now.value).toEqual({ root: { child: { name: "x" } } });
});

it("further properties have names of their own", async () => {
  const { now, user } = open({
    headers: { type: "object", additionalProperties: { type: "string" } },
  });
  await user.click(field("headers-add"));
  await user.type(field("headers-name"), "X-A{Enter}");
  await user.type(field("headers.X-A"), "1");
  expect(now.value).toEqual({ headers: { "X-A": "1" } });
  await user.type(field("headers-name"), "X-A");
  expect(field("headers-name-add")).toBeDisabled();
  await user.click(screen.getByRole("button", { name: "Remove X-A" }));
  expect(now.value).toEqual({ headers: {} });
});

it("a long enumeration is searched", async () => {
  const { now, user } = open({
    c: { enum: Array.from({ length: 200 }, (_, i) => `Country ${i}`) },
  });
  await user.type(field("c"), "ry 17");
  await user.click(await screen.findByRole("option", { name: "Country 170" }));
  expect(now.value).toEqual({ c: "Country 170" });
  expect(field("c")).toHaveValue("Country 170");
});

it("JSON says where it is wrong, sends nothing of it, and is not left behind", async () => {
  const { now, user } = open({ a: { type: "string" } });
  await user.click(screen.getByRole("radio", { name: "JSON" }));
  const text = screen.getByTestId("json");
  await user.clear(text);
  await user.click(text);
  await user.paste('{\n  "a": 1,\n  b\n}');
  expect(screen.getByText(/^Line 3, column 3:/)).toBeVisible();
  expect(now.value).toBeUndefined();
  await user.click(screen.getByRole("radio", { name: "Form" }));
  expect(screen.getByTestId("json")).toBeVisible();
  await user.clear(text);
  await user.paste('{"a": 1}');
  expect(now.value).toEqual({ a: 1 });
  await waitFor(() => expect(screen.getByText("This must be of type string.")).toBeVisible());
});

it("what is not in the schema is shown where it came from JSON", async () => {
  const { user } = open({ a: { type: "string" } }, { additionalProperties: false });
  await user.click(screen.getByRole("radio", { name: "JSON" }));
  const text = screen.getByTestId("json");
  await user.clear(text);
  await user.click(text);
  await user.paste('{"extra": true}');
  await user.click(screen.getByRole("radio", { name: "Form" }));
  expect(field("extra")).toHaveValue("true");
  expect(await screen.findByText("This property is not allowed.")).toBeVisible();
});

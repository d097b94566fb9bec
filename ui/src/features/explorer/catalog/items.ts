/** What a server offers, as one list: what each thing is called, and how it is found. */
import type {
  CatalogView,
  PromptView,
  QuarantinedView,
  ResourceView,
  TemplateView,
  ToolView,
} from "@/ipc/bindings";

/** What can be looked at. */
export type Item =
  | { kind: "tool"; key: string; label: string; name: string; tool: ToolView }
  | { kind: "resource"; key: string; label: string; name: string; resource: ResourceView }
  | { kind: "template"; key: string; label: string; name: string; template: TemplateView }
  | { kind: "prompt"; key: string; label: string; name: string; prompt: PromptView }
  | { kind: "aside"; key: string; label: string; name: string; aside: QuarantinedView };

export type ItemKind = Item["kind"];

/** The sections of the list, in their order; each is also a parameter of the address. */
export const KINDS = ["tool", "resource", "template", "prompt", "aside"] as const;

/** Names by which the address knows a thing: unique within its kind. */
export function itemsOf(catalog: CatalogView): Item[] {
  return [
    ...catalog.tools.map(
      (tool): Item => ({
        kind: "tool",
        key: tool.name,
        ...namesOf(tool, annotationsOf(tool).title),
        tool,
      }),
    ),
    ...catalog.resources.map(resourceItem),
    ...catalog.templates.map(
      (template): Item => ({
        kind: "template",
        key: template.uri_template,
        ...namesOf(template),
        template,
      }),
    ),
    ...catalog.prompts.map(
      (prompt): Item => ({ kind: "prompt", key: prompt.name, ...namesOf(prompt), prompt }),
    ),
    ...catalog.quarantined.map(
      (aside, i): Item => ({
        kind: "aside",
        key: String(i),
        name: aside.name ?? String(i),
        label: aside.name ?? "",
        aside,
      }),
    ),
  ];
}

/** What a thing is called, by machines and by people. */
function namesOf(thing: { name: string; title: string | null }, otherwise: string | null = null) {
  return { name: thing.name, label: thing.title ?? otherwise ?? thing.name };
}

function resourceItem(resource: ResourceView): Item {
  return { kind: "resource", key: resource.uri, ...namesOf(resource), resource };
}

/** A resource that no list names, such as one that a result links to. */
export function unlisted(uri: string): Item {
  return resourceItem({
    uri,
    name: uri,
    title: null,
    description: null,
    mime_type: null,
    size: null,
  });
}

/** What a thing says that it is. */
export function descriptionOf(item: Item): string | null {
  switch (item.kind) {
    case "tool":
      return item.tool.description;
    case "resource":
      return item.resource.description;
    case "template":
      return item.template.description;
    case "prompt":
      return item.prompt.description;
    case "aside":
      return item.aside.reason;
  }
}

/** Whether all words of a search are in what a thing says of itself. */
export function matches(item: Item, search: string): boolean {
  const text = `${item.label} ${item.name} ${item.key} ${descriptionOf(item) ?? ""}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What a tool says of itself, as far as it is what the protocol has. */
export interface Annotations {
  title: string | null;
  readOnly: boolean;
  destructive: boolean;
  idempotent: boolean;
  openWorld: boolean;
}

/** The annotations of a tool. What it does not say it is not shown to be. */
export function annotationsOf(tool: ToolView): Annotations {
  const raw = tool.annotations;
  const said: Record<string, unknown> = typeof raw === "object" && raw !== null ? { ...raw } : {};
  const readOnly = said.readOnlyHint === true;
  return {
    title: typeof said.title === "string" && said.title !== "" ? said.title : null,
    readOnly,
    // What changes nothing destroys nothing, whatever it says.
    destructive: !readOnly && said.destructiveHint === true,
    idempotent: !readOnly && said.idempotentHint === true,
    openWorld: said.openWorldHint === true,
  };
}

/**
 * Imports of the fake console. It reads the JSON that most clients share, command lines and URLs;
 * the other formats are the real one's business.
 */
import { slugOf } from "@/lib/slug";
import type {
  FoundServers,
  ImportEntry,
  ImportPreview,
  ImportReport,
  ImportSource,
  Problem,
  Transport,
} from "./bindings";
import type { ConsoleClient } from "./client";
import { ProblemError } from "./errors";
import type { FakeAnswer } from "./fake-answer";
import { sampleFound, sampleText } from "./fake-import-samples";
import { sample, stdio, targetOf } from "./fake-samples";
import type { FakeServers } from "./fake-servers";
import { warningsOf } from "./fake-warnings";

type Imports = Pick<ConsoleClient, "importsPreview" | "importsApply" | "importsFound">;

/** An entry, and the server that it would be. */
interface Read {
  entry: ImportEntry;
  transport: Transport | null;
}

/** The methods of imports. */
export function fakeImports(
  answer: FakeAnswer,
  servers: Pick<FakeServers, "all" | "put">,
  found: FoundServers[] = sampleFound(),
): Imports {
  const preview = (source: ImportSource) => read(source, servers.all());

  const apply = (source: ImportSource, fields: readonly string[]): ImportReport => {
    const report: ImportReport = { added: [], skipped: [] };
    for (const { entry, transport } of preview(source).reads) {
      if (fields.length > 0 && !fields.includes(entry.field)) continue;
      const addable = entry.verdict === "new" || entry.verdict === "name_taken";
      if (addable && entry.id !== null && transport) {
        const overrides = { approved: false };
        const added = sample({ name: entry.name, id: entry.id, transport, overrides });
        report.added.push(servers.put(added));
      } else if (entry.problem) {
        report.skipped.push({ ...entry.problem, field: entry.field });
      }
    }
    return report;
  };

  return {
    importsPreview: (source) =>
      answer("importsPreview", (): ImportPreview => {
        const { format, notes, reads } = preview(source);
        return { format, notes, entries: reads.map(({ entry }) => entry) };
      }),
    importsApply: ({ source, fields }) => answer("importsApply", () => apply(source, fields ?? [])),
    importsFound: () => answer("importsFound", () => found),
  };
}

type Known = ReturnType<FakeServers["all"]>;

function read(
  source: ImportSource,
  known: Known,
): Pick<ImportPreview, "format" | "notes"> & { reads: Read[] } {
  const text = source.kind === "text" ? source.text.trim() : sampleText(source);
  if (/^https?:\/\/\S+$/.test(text)) {
    const name = new URL(text).hostname.split(".").at(-2) ?? "server";
    return { format: "url", notes: [], reads: [readOne("line 1", name, { url: text }, known)] };
  }
  if (!text.startsWith("{")) {
    const [command = "", ...args] = text.split(/\s+/);
    const name = args.at(-1)?.replace(/^.*server-/, "") ?? command;
    const fields = { command, args };
    return { format: "command_line", notes: [], reads: [readOne("line 1", name, fields, known)] };
  }
  const taken: Known = [...known];
  const reads = Object.entries(parse(text)).map(([name, fields]) => {
    const one = readOne(`mcpServers.${name}`, name, fields, taken);
    if (one.transport && one.entry.id) {
      taken.push(sample({ name, id: one.entry.id, transport: one.transport }));
    }
    return one;
  });
  return { format: source.kind === "wrappers" ? "wrappers" : "mcp_servers", notes: [], reads };
}

function parse(text: string): Record<string, unknown> {
  try {
    const root: { mcpServers?: Record<string, unknown> } = JSON.parse(text);
    if (root.mcpServers) return root.mcpServers;
  } catch {
    const line = text.split("\n").length;
    const column = (text.split("\n").at(-1) ?? "").length + 1;
    throw new ProblemError({
      code: "invalid_input",
      message: `This is not JSON: the text ends too early, in line ${line}, column ${column}; } is missing.`,
      hint: "Copy it again to its end; only what is whole can be read.",
      field: "text",
      details: { line, column, missing: "}" },
    });
  }
  throw new ProblemError({
    code: "invalid_input",
    message: "No servers were found in this text.",
    hint: "Paste what a client writes, a manifest, a command line or a URL.",
    field: "text",
  });
}

interface Fields {
  command?: unknown;
  args?: string[];
  env?: Record<string, string>;
  url?: string;
}

function transportOf({ command, args, env, url }: Fields): Transport | Problem {
  if (url) return { kind: "http", url, headers: [], flavour: "auto" };
  if (typeof command !== "string") {
    const message = "A command or a URL is needed.";
    return { code: "invalid_input", message, field: "command" };
  }
  const pairs = Object.entries(env ?? {}).map(([name, value]) => ({ name, value }));
  return { ...stdio(command, ...(args ?? [])), env: pairs } as Transport;
}

function readOne(field: string, name: string, fields: unknown, known: Known): Read {
  const given: Fields = typeof fields === "object" && fields !== null ? fields : {};
  const transport = transportOf(given);
  const bare = { field, name, variables: Object.keys(given.env ?? {}), warnings: [] };
  if ("code" in transport) {
    const entry = {
      ...bare,
      id: null,
      target: "",
      verdict: "invalid",
      problem: transport,
    } as const;
    return { entry, transport: null };
  }
  const target = targetOf(transport);
  const slug = slugOf(name);
  const here = known.some((one) => one.target === target);
  const taken = known.some((one) => one.id === slug);
  const missing = Object.entries(given.env ?? {}).find(([, value]) => value.startsWith("<"));
  const problem: Problem | null = missing
    ? { code: "variable_missing", message: `${missing[0]} needs a value before it can start.` }
    : null;
  const entry: ImportEntry = {
    ...bare,
    target,
    id: taken && !here ? `${slug}-2` : slug,
    verdict: here ? "present" : taken ? "name_taken" : "new",
    problem: here ? { code: "duplicate_name", message: `“${name}” is here already.` } : problem,
    warnings: warningsOf(transport),
  };
  return { entry, transport };
}

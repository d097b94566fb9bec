/** What the fake console says of a server that is being typed in. */
import { slugOf } from "@/lib/slug";
import type { AddServer, Problem, ServerCheck, Transport } from "./bindings";
import { exactOf, warningsOf } from "./fake-warnings";

/** Programs that the fake machine has. */
const INSTALLED: Readonly<Record<string, string>> = {
  npx: "/usr/bin/npx",
  node: "/usr/bin/node",
  uvx: "/home/ana/.local/bin/uvx",
  python3: "/usr/bin/python3",
  sh: "/usr/bin/sh",
  bash: "/usr/bin/bash",
  sudo: "/usr/bin/sudo",
};

interface Known {
  /** Whether an id belongs to another server. */
  taken: (id: string) => boolean;
  /** The exact commands that were agreed to, as JSON. */
  consented: ReadonlySet<string>;
}

/** The answer to `serversCheck`. */
export function checkOf(request: AddServer, { taken, consented }: Known): ServerCheck {
  const transport: Transport = request.url
    ? { kind: "http", url: request.url, headers: request.headers ?? [] }
    : { kind: "stdio", command: request.command ?? "", args: request.args ?? [] };
  const id = slugOf(request.name);
  const exact = exactOf(transport);
  const problems: Problem[] = [];
  if (id === "") {
    problems.push({
      code: "invalid_input",
      message: "A name needs at least one letter or digit.",
      field: "name",
    });
  } else if (taken(id)) {
    problems.push({
      code: "duplicate_name",
      message: "A server of this name exists already.",
      hint: "Give it another name.",
      field: "name",
    });
  }
  if (transport.kind === "stdio") {
    for (const [i, arg] of (transport.args ?? []).entries()) {
      if (arg.includes("${secret:")) problems.push(inArgument(i));
    }
  }
  const resolved = transport.kind === "stdio" ? resolve(transport.command) : null;
  const cautions: Problem[] = [];
  if (transport.kind === "stdio" && transport.command !== "" && resolved === null) {
    cautions.push({
      code: "command_not_found",
      message: `The command ${transport.command} was not found on the search path.`,
      hint: "Install it, or give its whole path.",
      field: "command",
    });
  }
  if (request.cwd && !/^(?:\/|~\/|\$\{)/.test(request.cwd)) {
    cautions.push({
      code: "bad_working_directory",
      message: `The working directory ${request.cwd} is not an absolute path.`,
      hint: "Give the whole path.",
      field: "cwd",
    });
  }
  return {
    id: id === "" ? null : id,
    problems,
    cautions,
    warnings: warningsOf(transport),
    exact,
    resolved,
    // Elsewhere, the same words may run something else.
    consented: !request.cwd && consented.has(JSON.stringify(exact)),
  };
}

function inArgument(number: number): Problem {
  return {
    code: "invalid_input",
    message: "A key cannot stand in an argument: other programs can read it there.",
    hint: "Put the reference into a variable, and let the server read that.",
    field: `args[${number}]`,
  };
}

function resolve(command: string): string | null {
  return command.startsWith("/") ? command : (INSTALLED[command] ?? null);
}

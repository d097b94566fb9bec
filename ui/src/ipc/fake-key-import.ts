/** What the fake console finds in plain text, and what moving it into the vault comes to. */
import type {
  FoundKey,
  KeyImportPreview,
  KeyImportReport,
  KeyImportRequest,
  KeySource,
  KeyUse,
} from "./bindings";

/** What each source holds. */
export type FakePreviews = Partial<Record<KeySource["kind"], KeyImportPreview>>;

const ENV = "/home/ana/.mcp/.env";

/** A secret that was found, new but for what is said otherwise. */
export function sampleFound(id: string, overrides: Partial<FoundKey> = {}): FoundKey {
  return {
    id,
    name: id.toUpperCase(),
    target: { kind: "other" },
    place: `~/.mcp/.env, line ${id}`,
    masked: "••••••",
    verdict: { kind: "new" },
    is_replaceable: false,
    server: null,
    ...overrides,
  };
}

function inFile(line: number, name: string, overrides: Partial<FoundKey> = {}): FoundKey {
  return sampleFound(`${line}`, { name, place: `~/.mcp/.env, line ${line}`, ...overrides });
}

function ofServer(server: string, field: string, overrides: Partial<FoundKey>): FoundKey {
  const place = `${server}: ${field}`;
  return sampleFound(`${server}.${field}`, { place, server, is_replaceable: true, ...overrides });
}

/** What is found where nothing else is said. */
export const SAMPLE_PREVIEWS: Readonly<Record<KeySource["kind"], KeyImportPreview>> = {
  env_file: {
    found: [
      inFile(2, "MISTRAL_API_KEY", { target: { kind: "mistral" } }),
      inFile(3, "GITHUB_TOKEN", { target: { kind: "github" }, verdict: { kind: "name_taken" } }),
      inFile(5, "ANTHROPIC_API_KEY", {
        target: { kind: "anthropic" },
        verdict: { kind: "same_as", name: "ANTHROPIC_API_KEY" },
      }),
      inFile(6, "DATABASE_URL", { verdict: { kind: "overridden" } }),
      inFile(8, "EMPTY", {
        masked: "",
        verdict: {
          kind: "invalid",
          problem: { code: "invalid_input", message: "The value is empty.", field: "value" },
        },
      }),
      inFile(9, "DATABASE_URL"),
    ],
    problems: [
      {
        code: "invalid_input",
        message: "~/.mcp/.env, line 7: a quotation mark is not closed.",
        hint: "Close it, and read the file again.",
        details: { line: 7 },
      },
    ],
  },
  servers: {
    found: [
      ofServer("github", "env.GITHUB_PERSONAL_ACCESS_TOKEN", {
        name: "GITHUB_TOKEN",
        target: { kind: "github" },
        verdict: { kind: "same_as", name: "GITHUB_TOKEN" },
      }),
      ofServer("linear", "headers.Authorization", { name: "LINEAR_TOKEN" }),
      ofServer("shout", "env.SHOUT_TOKEN", { name: "SHOUT_TOKEN", is_replaceable: false }),
      ofServer("postgres", "env.PGPASSWORD", { name: "PGPASSWORD" }),
    ],
    problems: [
      {
        code: "invalid_input",
        message:
          "shout: env.SHOUT_TOKEN cannot become a reference: an argument uses this variable.",
        hint: "Let the server read the variable by itself.",
        field: "shout.env.SHOUT_TOKEN",
      },
      {
        code: "invalid_input",
        message: "filesystem: args[1] looks like a secret, and other programs can read arguments.",
        hint: "Pass it in a variable or a header instead, if the server takes one.",
      },
    ],
  },
  clients: {
    found: [
      sampleFound("cursor.search", {
        name: "BRAVE_API_KEY",
        place: "Cursor, search: env.BRAVE_API_KEY",
      }),
    ],
    problems: [
      {
        code: "invalid_input",
        message: "/home/ana/.config/shared/.env can be read by others.",
        hint: "Run `chmod 600 /home/ana/.config/shared/.env`, then look again.",
        details: { mode: "644", command: "chmod 600 /home/ana/.config/shared/.env" },
      },
    ],
  },
};

/** What moving the chosen ones comes to; `names` are those of the keys that there are. */
export function importOf(
  { choices }: KeyImportRequest,
  { found }: KeyImportPreview,
  names: readonly string[],
): KeyImportReport {
  const report: KeyImportReport = {
    stored: [],
    replaced_in: [],
    to_restart: [],
    skipped: [],
    still_in: [],
  };
  for (const { id, name, replace } of choices) {
    const one = found.find((other) => other.id === id);
    if (!one) {
      report.skipped.push({
        code: "not_found",
        message: `${name} is not where it was found any more.`,
        hint: "Look again.",
        field: id,
      });
      continue;
    }
    if (one.verdict.kind !== "same_as") {
      if (names.includes(name) && !replace) {
        report.skipped.push({
          code: "duplicate_name",
          message: `There is a key ${name} with another value.`,
          hint: "Choose another name, or give that key this value.",
          field: id,
        });
        continue;
      }
      report.stored.push(name);
    }
    if (one.is_replaceable && one.server !== null) {
      report.replaced_in.push(one.server);
      report.to_restart.push(runningWith(one.server, one.place));
    } else if (!report.still_in.includes(ENV)) {
      report.still_in.push(ENV);
    }
  }
  return report;
}

function runningWith(server: string, place: string): KeyUse {
  const fields = [place.slice(place.indexOf(": ") + 2)];
  return { server, name: server, fields, is_running: true, is_outdated: true };
}

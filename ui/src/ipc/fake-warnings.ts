/** What the fake console thinks of a command: a few of the rules of the real one. */
import type { CommandWarning, Transport } from "./bindings";

/** The exact command, one word each, or the URL. */
export function exactOf(transport: Transport): string[] {
  return transport.kind === "http"
    ? [transport.url]
    : [transport.command, ...(transport.args ?? [])];
}

/** Why one should look twice. */
export function warningsOf(transport: Transport): CommandWarning[] {
  if (transport.kind === "http") {
    const open = /^http:\/\/(?!localhost\b|127\.)/.test(transport.url);
    return open ? [{ kind: "unencrypted", words: "http://" }] : [];
  }
  const { command } = transport;
  const args = transport.args ?? [];
  const warnings: CommandWarning[] = [];
  const downloads = args.map((arg) => /curl\b.*\|\s*\w*sh\b/.exec(arg)?.[0]).find(Boolean);
  if (/^(?:ba|z)?sh$/.test(command) && args.includes("-c")) {
    warnings.push({ kind: "runs_shell", words: `${command} -c` });
  }
  if (["sudo", "doas", "pkexec"].includes(command)) {
    warnings.push({ kind: "asks_rights", words: command });
  }
  if (command === "npx" && args.includes("-y")) {
    warnings.push({ kind: "fetches_code", words: "npx -y" });
  }
  if (command === "uvx") warnings.push({ kind: "fetches_code", words: "uvx" });
  if (downloads) warnings.push({ kind: "pipes_download", words: downloads });
  return warnings;
}

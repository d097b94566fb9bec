import { useTranslation } from "react-i18next";

/** Checks that have a name of their own in each language. */
const NAMED = [
  "data_dir",
  "database",
  "keychain",
  "display",
  "session_bus",
  "tray",
  "notifications",
  "port",
] as const;

/** Clients are called as their makers call them, in every language. */
const CLIENTS: Readonly<Record<string, string>> = {
  claude_desktop: "Claude Desktop",
  claude_code: "Claude Code",
  cursor: "Cursor",
  gemini: "Gemini CLI",
  vscode: "VS Code",
  codex: "Codex",
};

/** What a check is called, by its stable id. */
export function useCheckName(): (id: string) => string {
  const { t } = useTranslation();
  return (id) => {
    const named = NAMED.find((one) => one === id);
    if (named) return t(`doctor.names.${named}`);
    const dot = id.indexOf(".");
    const last = id.slice(dot + 1);
    return CLIENTS[last] ?? last;
  };
}

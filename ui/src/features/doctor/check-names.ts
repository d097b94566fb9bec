import { useTranslation } from "react-i18next";

/** Checks that have a name of their own in each language. */
const NAMED = [
  "data_dir",
  "folders",
  "database",
  "disk",
  "downloads",
  "endpoint",
  "port",
  "processes",
  "display",
  "session_bus",
  "tray",
  "notifications",
  "keychain",
] as const;

/** Clients are called as their makers call them, in every language. */
const CLIENTS: Readonly<Record<string, string>> = {
  amazon_q: "Amazon Q",
  amp: "Amp",
  antigravity: "Antigravity",
  bolt_ai: "BoltAI",
  claude_code: "Claude Code",
  claude_desktop: "Claude Desktop",
  cline: "Cline",
  codex: "Codex",
  continue: "Continue",
  copilot: "Copilot CLI",
  cursor: "Cursor",
  factory: "Factory",
  gemini: "Gemini CLI",
  goose: "Goose",
  grok: "Grok Build",
  hermes: "Hermes",
  junie: "Junie",
  kilo: "Kilo Code",
  kimi: "Kimi",
  kiro: "Kiro",
  lm_studio: "LM Studio",
  opencode: "OpenCode",
  opencode_jsonc: "OpenCode",
  qoder: "Qoder",
  qwen: "Qwen Code",
  roo: "Roo Code",
  trae: "Trae",
  vibe: "Mistral Vibe",
  vscode: "VS Code",
  vscode_insiders: "VS Code Insiders",
  warp: "Warp",
  windsurf: "Windsurf",
  zed: "Zed",
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

/** What keys open: what each kind is called, what it needs, and what is known of its keys. */
import { useTranslation } from "react-i18next";
import type { KeyKind, KeyTarget, KeyView } from "@/ipc/bindings";

/** Every kind, in the order in which it is offered. */
export const KINDS = [
  "openai",
  "anthropic",
  "openrouter",
  "gemini",
  "mistral",
  "groq",
  "deepseek",
  "zai",
  "github",
  "gitlab",
  "hugging_face",
  "cloudflare",
  "hetzner",
  "openai_compatible",
  "http",
  "mcp",
  "other",
] as const satisfies readonly KeyKind[];

/** What a provider is called, where its API is, and how its key is usually called. */
interface Provider {
  name: string;
  url: string;
  key: string;
}

/** Kinds that are one provider's. Their names are the same in every language. */
const PROVIDERS: Partial<Record<KeyKind, Provider>> = {
  openai: { name: "OpenAI", url: "https://api.openai.com/v1", key: "OPENAI_API_KEY" },
  anthropic: { name: "Anthropic", url: "https://api.anthropic.com", key: "ANTHROPIC_API_KEY" },
  openrouter: {
    name: "OpenRouter",
    url: "https://openrouter.ai/api/v1",
    key: "OPENROUTER_API_KEY",
  },
  gemini: {
    name: "Google Gemini",
    url: "https://generativelanguage.googleapis.com",
    key: "GEMINI_API_KEY",
  },
  mistral: { name: "Mistral", url: "https://api.mistral.ai/v1", key: "MISTRAL_API_KEY" },
  groq: { name: "Groq", url: "https://api.groq.com/openai/v1", key: "GROQ_API_KEY" },
  deepseek: { name: "DeepSeek", url: "https://api.deepseek.com", key: "DEEPSEEK_API_KEY" },
  zai: { name: "z.ai (GLM)", url: "https://api.z.ai/api/paas/v4", key: "ZAI_API_KEY" },
  github: { name: "GitHub", url: "https://api.github.com", key: "GITHUB_TOKEN" },
  gitlab: { name: "GitLab", url: "https://gitlab.com/api/v4", key: "GITLAB_TOKEN" },
  hugging_face: { name: "Hugging Face", url: "https://huggingface.co", key: "HF_TOKEN" },
  cloudflare: {
    name: "Cloudflare",
    url: "https://api.cloudflare.com/client/v4",
    key: "CLOUDFLARE_API_TOKEN",
  },
  hetzner: { name: "Hetzner Cloud", url: "https://api.hetzner.cloud/v1", key: "HCLOUD_TOKEN" },
};

/** What is known of the provider of a kind; `undefined` for a kind that is nobody's. */
export function providerOf(kind: KeyKind): Provider | undefined {
  return PROVIDERS[kind];
}

/** What kinds are called, in the window's language. */
export function useKindName(): (kind: KeyKind) => string {
  const { t } = useTranslation();
  return (kind) => {
    switch (kind) {
      case "openai_compatible":
      case "http":
      case "mcp":
      case "other":
        return t(`keys.kinds.${kind}`);
      default:
        return PROVIDERS[kind]?.name ?? kind;
    }
  };
}

/** The kind of a target. */
export function kindOf(target: KeyTarget | undefined): KeyKind {
  return target?.kind ?? "other";
}

/** Whether a key that opens this can be tested. */
export function isTestable(target: KeyTarget): boolean {
  return kindOf(target) !== "other";
}

/** Whether a key can be tested now: also its value can be read. */
export function canTest(key: KeyView): boolean {
  return isTestable(key.target) && key.status === "ready";
}

/** Whether a kind must be told where it is. */
export function needsUrl(kind: KeyKind): boolean {
  return kind === "openai_compatible" || kind === "http";
}

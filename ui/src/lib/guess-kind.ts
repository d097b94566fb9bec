/**
 * What a key probably opens, from its name and from what its value begins with. Only a proposal
 * while one types; the value stays where it is.
 */
import type { KeyKind } from "@/ipc/bindings";

/** Beginnings that one provider alone gives to its keys; longer ones first. */
const BEGINNINGS: readonly [string, KeyKind][] = [
  ["sk-ant-", "anthropic"],
  ["sk-or-", "openrouter"],
  ["sk-proj-", "openai"],
  ["sk-svcacct-", "openai"],
  ["sk-admin-", "openai"],
  ["AIza", "gemini"],
  ["gsk_", "groq"],
  ["github_pat_", "github"],
  ["ghp_", "github"],
  ["gho_", "github"],
  ["ghu_", "github"],
  ["ghs_", "github"],
  ["ghr_", "github"],
  ["glpat-", "gitlab"],
  ["gldt-", "gitlab"],
  ["glcbt-", "gitlab"],
  ["hf_", "hugging_face"],
  ["cfut_", "cloudflare"],
  ["cfat_", "cloudflare"],
];

/** Words of a name, each of which says whose key it is; the first that fits counts. */
const WORDS: readonly [RegExp, KeyKind][] = [
  [/OPEN_?ROUTER/, "openrouter"],
  [/OPEN_?AI_COMPAT/, "openai_compatible"],
  [/OPEN_?AI/, "openai"],
  [/ANTHROPIC|CLAUDE/, "anthropic"],
  [/GEMINI|GOOGLE_(GENERATIVE_)?(AI|API)/, "gemini"],
  [/MISTRAL|CODESTRAL/, "mistral"],
  [/GROQ/, "groq"],
  [/DEEP_?SEEK/, "deepseek"],
  [/(^|_)Z_?AI(_|$)|(^|_)GLM|ZHIPU|BIGMODEL/, "zai"],
  [/GIT_?HUB|^GH_/, "github"],
  [/GIT_?LAB/, "gitlab"],
  [/HUGGING_?FACE|^HF_/, "hugging_face"],
  [/CLOUD_?FLARE|^CF_/, "cloudflare"],
  [/HETZNER|HCLOUD/, "hetzner"],
];

/** The kind of a key; `null` where neither name nor value says. */
export function guessKind(name: string, value: string): KeyKind | null {
  const text = value.trim();
  const byValue = BEGINNINGS.find(([beginning]) => text.startsWith(beginning));
  if (byValue) return byValue[1];
  const upper = name.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  return WORDS.find(([word]) => word.test(upper))?.[1] ?? null;
}

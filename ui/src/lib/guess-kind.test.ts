import { expect, it } from "vitest";
import { guessKind } from "./guess-kind";

it.each([
  ["", "sk-ant-api03-x", "anthropic"],
  ["", "sk-or-v1-x", "openrouter"],
  ["", "sk-proj-x", "openai"],
  ["", "  ghp_x", "github"],
  ["", "github_pat_x", "github"],
  ["", "glpat-x", "gitlab"],
  ["", "AIzaSyX", "gemini"],
  ["", "gsk_x", "groq"],
  ["", "hf_x", "hugging_face"],
  // Several providers begin like this: the name decides.
  ["", "sk-x", null],
  ["DEEPSEEK_API_KEY", "sk-x", "deepseek"],
  ["OPENAI_API_KEY", "sk-x", "openai"],
  ["openai key", "", "openai"],
  ["OPENROUTER_API_KEY", "", "openrouter"],
  ["MY_CLAUDE_KEY", "", "anthropic"],
  ["HCLOUD_TOKEN", "", "hetzner"],
  ["CF_API_TOKEN", "", "cloudflare"],
  ["HF_TOKEN", "", "hugging_face"],
  ["ZAI_API_KEY", "", "zai"],
  ["GLM_API_KEY", "", "zai"],
  ["MAZAI_KEY", "", null],
  ["GOOGLE_API_KEY", "", "gemini"],
  ["GITLAB_TOKEN", "", "gitlab"],
  ["SENTRY_TOKEN", "abc", null],
  // The value is surer than the name.
  ["OPENAI_API_KEY", "sk-ant-x", "anthropic"],
])("a key %j that begins with %j is of %j", (name, value, kind) => {
  expect(guessKind(name, value)).toBe(kind);
});

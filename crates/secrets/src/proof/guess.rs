//! What a value probably opens.
//!
//! A guess is what a form begins with; a person decides. Where both could be, nothing is guessed.

use console_domain::{KeyKind, SecretValue};

/// Beginnings that only one provider has.
const PREFIXES: &[(&str, KeyKind)] = &[
    // Tokens of a subscription are for its own program alone; those of an administrator list no
    // models.
    ("sk-ant-oat", KeyKind::Other),
    ("sk-ant-admin", KeyKind::Other),
    ("sk-ant-", KeyKind::Anthropic),
    ("sk-or-", KeyKind::Openrouter),
    ("sk-proj-", KeyKind::Openai),
    ("sk-svcacct-", KeyKind::Openai),
    ("sk-admin-", KeyKind::Other),
    ("gsk_", KeyKind::Groq),
    ("ghp_", KeyKind::Github),
    ("gho_", KeyKind::Github),
    ("ghu_", KeyKind::Github),
    ("ghs_", KeyKind::Github),
    ("github_pat_", KeyKind::Github),
    ("glpat-", KeyKind::Gitlab),
    ("hf_", KeyKind::HuggingFace),
    ("cfut_", KeyKind::Cloudflare),
    ("cfat_", KeyKind::Cloudflare),
];

/// Words of a name, in order: the first that is there decides.
const WORDS: &[(&[&str], KeyKind)] = &[
    (&["OPENROUTER"], KeyKind::Openrouter),
    (&["OPEN", "ROUTER"], KeyKind::Openrouter),
    (&["ANTHROPIC"], KeyKind::Anthropic),
    (&["CLAUDE"], KeyKind::Anthropic),
    (&["GEMINI"], KeyKind::Gemini),
    (&["GOOGLE", "AI"], KeyKind::Gemini),
    (&["GOOGLE", "GENERATIVE"], KeyKind::Gemini),
    (&["MISTRAL"], KeyKind::Mistral),
    (&["MISTRALAI"], KeyKind::Mistral),
    (&["GROQ"], KeyKind::Groq),
    (&["DEEPSEEK"], KeyKind::Deepseek),
    (&["ZAI"], KeyKind::Zai),
    (&["Z", "AI"], KeyKind::Zai),
    (&["GLM"], KeyKind::Zai),
    (&["ZHIPU"], KeyKind::Zai),
    (&["ZHIPUAI"], KeyKind::Zai),
    (&["OPENAI"], KeyKind::Openai),
    (&["GITHUB"], KeyKind::Github),
    (&["GH"], KeyKind::Github),
    (&["GITLAB"], KeyKind::Gitlab),
    (&["HUGGINGFACE"], KeyKind::HuggingFace),
    (&["HUGGINGFACEHUB"], KeyKind::HuggingFace),
    (&["HUGGING", "FACE"], KeyKind::HuggingFace),
    (&["HF"], KeyKind::HuggingFace),
    (&["CLOUDFLARE"], KeyKind::Cloudflare),
    (&["CF"], KeyKind::Cloudflare),
    (&["HETZNER"], KeyKind::Hetzner),
    (&["HCLOUD"], KeyKind::Hetzner),
];

/// Words of a name that say that it is something else of that provider, or of another that
/// borrows its name.
const NOT_A_KEY: &[&str] = &[
    "ACCOUNT",
    "AZURE",
    "BASE",
    "CLIENT",
    "EMAIL",
    "HOST",
    "ID",
    "MODEL",
    "ORG",
    "ORGANIZATION",
    "PROJECT",
    "REFRESH",
    "REGION",
    "URL",
    "USER",
    "USERNAME",
    "WEBHOOK",
    "ZONE",
];

/// What a value of this name probably opens, from the name and from what the value begins with.
pub fn guess_kind(name: &str, value: &SecretValue) -> KeyKind {
    let value = value.expose().trim();
    if let Some((_, kind)) = PREFIXES.iter().find(|(prefix, _)| value.starts_with(prefix)) {
        return *kind;
    }
    let upper = name.to_ascii_uppercase();
    let words: Vec<&str> =
        upper.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.iter().any(|word| NOT_A_KEY.contains(word)) {
        return KeyKind::Other;
    }
    let named =
        WORDS.iter().find(|(wanted, _)| words.windows(wanted.len()).any(|at| at == *wanted));
    match named.map(|(_, kind)| *kind) {
        // The global key of an account is sent in another way, together with an address.
        Some(KeyKind::Cloudflare) if is_global_cloudflare_key(value) => KeyKind::Other,
        Some(kind) => kind,
        None => by_form(&words, value),
    }
}

/// Forms that are less certain than a name.
fn by_form(words: &[&str], value: &str) -> KeyKind {
    let is_other_google = ["MAPS", "YOUTUBE", "FIREBASE", "PLACES", "CALENDAR", "SEARCH"]
        .iter()
        .any(|word| words.contains(word));
    // Google's keys look alike, whatever they open.
    if value.starts_with("AIza") && !is_other_google {
        return KeyKind::Gemini;
    }
    // The first keys of OpenAI had a mark in the middle; without it, many have this beginning.
    if value.starts_with("sk-") && value.contains("T3BlbkFJ") {
        return KeyKind::Openai;
    }
    if is_zai_key(value) { KeyKind::Zai } else { KeyKind::Other }
}

/// 37 hexadecimal digits.
fn is_global_cloudflare_key(value: &str) -> bool {
    value.len() == 37 && value.bytes().all(|c| c.is_ascii_hexdigit())
}

/// `id.secret`: 32 hexadecimal digits, a dot, 16 letters and digits.
fn is_zai_key(value: &str) -> bool {
    value.split_once('.').is_some_and(|(id, secret)| {
        id.len() == 32
            && id.bytes().all(|c| c.is_ascii_hexdigit())
            && secret.len() == 16
            && secret.bytes().all(|c| c.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_tells_then_the_name() {
        use KeyKind as K;
        let hex = "0123456789abcdef0123456789abcdef";
        let zai = format!("{hex}.Abcdefgh12345678");
        let global = format!("{hex}01234");
        let older = format!("sk-{}T3BlbkFJ{}", "a1".repeat(10), "b2".repeat(10));
        for (name, value, kind) in [
            ("X", "sk-ant-api03-a", K::Anthropic),
            ("CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat01-a", K::Other),
            ("OPENAI_API_KEY", "sk-or-v1-a", K::Openrouter),
            ("KEY", "sk-proj-a", K::Openai),
            ("KEY", "sk-a", K::Other),
            ("KEY", older.as_str(), K::Openai),
            ("OPENAI_API_KEY", "sk-a", K::Openai),
            ("DEEPSEEK_API_KEY", "sk-a", K::Deepseek),
            ("openai-key", "x", K::Openai),
            ("AZURE_OPENAI_API_KEY", "x", K::Other),
            ("OPENAI_BASE_URL", "https://x", K::Other),
            ("KEY", "AIzaSyA", K::Gemini),
            ("GOOGLE_MAPS_KEY", "AIzaSyA", K::Other),
            ("GOOGLE_AI_KEY", "x", K::Gemini),
            ("KEY", "gsk_a", K::Groq),
            ("KEY", "ghp_a", K::Github),
            ("GITHUB_TOKEN", "x", K::Github),
            ("GH_TOKEN", "x", K::Github),
            ("GITHUB_WEBHOOK_SECRET", "x", K::Other),
            ("KEY", "github_pat_a", K::Github),
            ("KEY", "glpat-a", K::Gitlab),
            ("KEY", "hf_a", K::HuggingFace),
            ("KEY", "cfut_a", K::Cloudflare),
            ("HUGGING_FACE_HUB_TOKEN", "x", K::HuggingFace),
            ("MISTRAL_API_KEY", "x", K::Mistral),
            ("HCLOUD_TOKEN", "x", K::Hetzner),
            ("CF_API_TOKEN", "x", K::Cloudflare),
            ("CLOUDFLARE_ACCOUNT_ID", hex, K::Other),
            ("CLOUDFLARE_API_KEY", global.as_str(), K::Other),
            ("Z_AI_API_KEY", "x", K::Zai),
            ("GLM_KEY", "x", K::Zai),
            ("KEY", zai.as_str(), K::Zai),
            ("CHFSOMETHING", "x", K::Other),
            ("PASSWORD", "hunter2", K::Other),
            ("", "", K::Other),
        ] {
            let guessed = guess_kind(name, &SecretValue::new(value.to_owned()));
            assert_eq!(guessed, kind, "{name} {value}");
        }
    }
}

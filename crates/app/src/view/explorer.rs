//! What the explorer of a server shows: everything that it offers, calls, and what a server asks
//! in the middle of a call.

use console_domain::{Problem, ServerId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ToolView;

/// Everything that a server offers, in its own order, as it was last listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CatalogView {
    /// Tools.
    pub tools: Vec<ToolView>,
    /// Resources.
    pub resources: Vec<ResourceView>,
    /// Resource templates.
    pub templates: Vec<TemplateView>,
    /// Prompts.
    pub prompts: Vec<PromptView>,
    /// Malformed entries that were set aside.
    pub quarantined: Vec<QuarantinedView>,
    /// What the server says to models about itself.
    pub instructions: Option<String>,
    /// Whether it completes arguments (`completions`).
    pub completes: bool,
}

/// A resource as listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ResourceView {
    /// Its URI.
    pub uri: String,
    /// Its name.
    pub name: String,
    /// A name for people.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Its type, such as `text/plain`.
    pub mime_type: Option<String>,
    /// Its size, bytes.
    pub size: Option<u64>,
}

/// A resource template as listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TemplateView {
    /// The URI template of RFC 6570.
    pub uri_template: String,
    /// The variables in it, in order.
    pub variables: Vec<String>,
    /// Its name.
    pub name: String,
    /// A name for people.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// The type of what it names.
    pub mime_type: Option<String>,
}

/// A prompt as listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PromptView {
    /// Its name, unique within its server.
    pub name: String,
    /// A name for people.
    pub title: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// Its arguments, texts all of them.
    pub arguments: Vec<PromptArgument>,
}

/// An argument of a prompt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PromptArgument {
    /// Its name.
    pub name: String,
    /// A name for people.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Whether the prompt needs it.
    pub required: bool,
}

/// An entry that is not usable as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct QuarantinedView {
    /// Its name, where it has one.
    pub name: Option<String>,
    /// `tool`, `resource`, `resource_template` or `prompt`.
    pub kind: String,
    /// What is wrong with it, a fragment.
    pub reason: String,
}

/// What is called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CallTarget {
    /// `tools/call`.
    Tool {
        /// The tool.
        name: String,
        /// Its arguments, an object.
        #[specta(type = specta_typescript::Unknown)]
        arguments: Value,
    },
    /// `resources/read`; of a template, its variables filled in.
    Resource {
        /// The URI.
        uri: String,
    },
    /// `prompts/get`.
    Prompt {
        /// The prompt.
        name: String,
        /// Its arguments, an object of texts.
        #[specta(type = specta_typescript::Unknown)]
        arguments: Value,
    },
}

/// A request to call something of a server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CallRequest {
    /// The server.
    pub server: String,
    /// What is called.
    pub target: CallTarget,
    /// Replaces the server's own time-out, milliseconds.
    #[serde(default)]
    pub timeout_ms: Option<u32>,
}

/// One call and how it ended. Kept in memory for the life of the host, bounded per server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CallRecord {
    /// Its id.
    pub id: String,
    /// The server.
    pub server: ServerId,
    /// What was called.
    pub target: CallTarget,
    /// When, RFC 3339.
    pub at: String,
    /// From sending to the answer, milliseconds.
    pub duration_ms: f64,
    /// How it ended.
    pub outcome: CallOutcome,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CallOutcome {
    /// The server answered.
    Answered {
        /// The result as the server sent it, as far as a window bears it. Where `cut` is set, the
        /// rest can be saved: texts beyond `limits::MAX_SHOWN_TEXT_BYTES` and whatever is beyond
        /// `limits::MAX_SHOWN_RESULT_BYTES` end there; images and sounds beyond
        /// `limits::MAX_SHOWN_BLOB_BYTES` are empty texts; of older calls in a long list nothing
        /// may be left but an empty object.
        #[specta(type = specta_typescript::Unknown)]
        result: Value,
        /// Size of the whole result as JSON, bytes.
        bytes: u64,
        /// Whether something was cut.
        cut: bool,
        /// Whether a tool says that it failed (`isError`).
        is_error: bool,
    },
    /// There was no result.
    Failed {
        /// Why.
        problem: Problem,
    },
}

/// What happens while a call is under way; sent over the view's channel, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CallEvent {
    /// It was sent; from now on it can be cancelled.
    Started {
        /// The call's id.
        call: String,
    },
    /// It goes on.
    Progress {
        /// How far.
        progress: f64,
        /// Of how much.
        total: Option<f64>,
        /// In words.
        message: Option<String>,
    },
    /// The server asks something; the call waits for the answer.
    Question {
        /// What it asks.
        question: ServerQuestion,
    },
    /// A question needs no answer any more: it was answered, taken back, or its time was up.
    QuestionGone {
        /// The question's id.
        question: String,
    },
}

/// What a server asks of the person who called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ServerQuestion {
    /// Its id, unique within the host's life.
    pub id: String,
    /// What it is about.
    pub kind: QuestionKind,
    /// The parameters as the server sent them: `message` and `requestedSchema` of an elicitation
    /// by form, `url` of one by URL, `messages`, `systemPrompt`, `maxTokens` and the rest of a
    /// sampling.
    #[specta(type = specta_typescript::Unknown)]
    pub params: Value,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// `elicitation/create`.
    Elicitation,
    /// `sampling/createMessage`.
    Sampling,
    /// `roots/list`.
    Roots,
}

/// A person's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QuestionAnswer {
    /// Yes: the result that the server gets, in the protocol's shape without its `action`: the
    /// `content` object of an elicitation, the whole message of a sampling (`role`, `content`,
    /// `model`, `stopReason`), the list of roots.
    Accept {
        /// The content.
        #[specta(type = specta_typescript::Unknown)]
        content: Value,
    },
    /// No.
    Decline,
    /// Neither: the question was closed.
    Cancel,
}

/// A request to complete an argument as it is typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CompletionRequest {
    /// The server.
    pub server: String,
    /// The prompt's name, or the URI template.
    pub reference: CompletionReference,
    /// The argument or variable.
    pub argument: String,
    /// What was typed so far.
    pub value: String,
    /// The other arguments so far, an object of texts.
    #[specta(type = specta_typescript::Unknown)]
    pub context: Value,
}

/// What an argument belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CompletionReference {
    /// A prompt.
    Prompt {
        /// Its name.
        name: String,
    },
    /// A resource template.
    Template {
        /// Its URI template.
        uri_template: String,
    },
}

/// A file that was written for the user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SavedFile {
    /// Where it is.
    pub path: String,
    /// Its size, bytes.
    pub bytes: u64,
}

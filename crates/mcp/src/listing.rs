//! What a server offers: every page of every list that its capabilities announce.
//!
//! Invariants: a malformed entry, a repeated name or an endless list costs itself and not the
//! rest; every entry is kept as the server sent it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use console_domain::limits::{MAX_LIST_ITEMS, MAX_LIST_PAGES};
use console_domain::{CallError, Catalog, CatalogItem, Problem, QuarantinedItem};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::call::Call;
use crate::envelope::code;
use crate::fields::{Fields, raw};
use crate::params::ModernStamp;
use crate::router::Router;
use crate::transport::http::{MarkError, ParamHeader, marked};

/// Entries that are described in quarantine; what is beyond is only left out.
const MAX_QUARANTINED: usize = 1_000;
/// Characters of a name that is quarantined.
const MAX_SHOWN_NAME: usize = 128;

/// What was listed.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) catalog: Catalog,
    /// The headers that tools want from their arguments, by tool.
    pub(crate) param_headers: HashMap<String, Vec<ParamHeader>>,
}

/// One kind of list.
#[derive(Debug)]
struct Kind {
    method: &'static str,
    /// The member of a page that holds the entries.
    member: &'static str,
    name: &'static str,
    capability: &'static str,
    /// The member of an entry that names it.
    key: &'static str,
}

static TOOLS: Kind =
    Kind { method: "tools/list", member: "tools", name: "tool", capability: "tools", key: "name" };
static RESOURCES: Kind = Kind {
    method: "resources/list",
    member: "resources",
    name: "resource",
    capability: "resources",
    key: "uri",
};
static TEMPLATES: Kind = Kind {
    method: "resources/templates/list",
    member: "resourceTemplates",
    name: "resource_template",
    capability: "resources",
    key: "uriTemplate",
};
static PROMPTS: Kind = Kind {
    method: "prompts/list",
    member: "prompts",
    name: "prompt",
    capability: "prompts",
    key: "name",
};

/// Where and how a listing is made.
pub(crate) struct Scope<'a> {
    pub(crate) router: &'a Router,
    pub(crate) modern: Option<&'a ModernStamp>,
    /// Whether `x-mcp-header` in a tool's schema means something: over HTTP in the modern era.
    pub(crate) param_headers: bool,
    /// For all lists together.
    pub(crate) until: Instant,
}

/// Lists everything that `capabilities` announce.
pub(crate) async fn list(scope: &Scope<'_>, capabilities: &Value) -> Result<Listing, Problem> {
    let mut listing = Listing::default();
    for kind in [&TOOLS, &RESOURCES, &TEMPLATES, &PROMPTS] {
        if !capabilities[kind.capability].is_object() {
            continue;
        }
        let items = one_kind(scope, kind, &mut listing).await?;
        *match kind.name {
            "tool" => &mut listing.catalog.tools,
            "resource" => &mut listing.catalog.resources,
            "prompt" => &mut listing.catalog.prompts,
            _ => &mut listing.catalog.resource_templates,
        } = items;
    }
    Ok(listing)
}

async fn one_kind(
    scope: &Scope<'_>,
    kind: &'static Kind,
    listing: &mut Listing,
) -> Result<Vec<CatalogItem>, Problem> {
    let mut entries = Entries::new(kind, scope.param_headers, listing);
    let mut cursor: Option<String> = None;
    let mut cursors = HashSet::new();
    for _ in 0..MAX_LIST_PAGES {
        let left = scope.until.saturating_duration_since(Instant::now());
        let params = cursor.as_ref().map(|cursor| raw(&json!({ "cursor": cursor })));
        let call = Call {
            params: params.as_deref(),
            modern: scope.modern,
            ..Call::own(kind.method, left)
        };
        match scope.router.call(call).await {
            Ok(page) => cursor = entries.page(&page),
            // Announced but not there: some servers announce by habit.
            Err(CallError::Rpc { code: code::METHOD_NOT_FOUND, .. }) => cursor = None,
            // Without its tools a server is of no use; without the rest it is of less.
            Err(error) if kind.name == TOOLS.name => return Err(error.into()),
            Err(CallError::Rpc { message, .. }) => {
                entries.quarantine(None, format!("{} failed: {message}", kind.method));
                cursor = None;
            }
            Err(CallError::Failed(problem)) => return Err(problem),
        }
        match &cursor {
            None => return Ok(entries.finish()),
            Some(next) if cursors.insert(next.clone()) => {}
            Some(_) => {
                entries.quarantine(None, format!("{} goes round in circles", kind.method));
                return Ok(entries.finish());
            }
        }
    }
    entries.quarantine(None, format!("{} has more than {MAX_LIST_PAGES} pages", kind.method));
    Ok(entries.finish())
}

/// Why an entry cannot be used.
#[derive(Debug, thiserror::Error)]
enum Flaw {
    #[error("another {} has the same {}", .0.name, .0.key)]
    Repeated(&'static Kind),
    #[error("its arguments are not a list")]
    Arguments,
    #[error("it has no inputSchema")]
    NoSchema,
    #[error("its inputSchema is not an object")]
    Schema,
    #[error(transparent)]
    Mark(#[from] MarkError),
}

/// The entries of one kind as they come in.
struct Entries<'a> {
    kind: &'static Kind,
    param_headers: bool,
    listing: &'a mut Listing,
    items: Vec<CatalogItem>,
    names: HashSet<String>,
    beyond: usize,
}

impl<'a> Entries<'a> {
    fn new(kind: &'static Kind, param_headers: bool, listing: &'a mut Listing) -> Self {
        Self { kind, param_headers, listing, items: Vec::new(), names: HashSet::new(), beyond: 0 }
    }

    /// Takes a page; the cursor of the next one.
    fn page(&mut self, page: &RawValue) -> Option<String> {
        let fields = Fields::read(page);
        let list = fields.as_ref().and_then(|fields| fields.get(self.kind.member));
        let list = list.and_then(|raw| serde_json::from_str::<Vec<&RawValue>>(raw.get()).ok());
        let Some(list) = list else {
            let Kind { method, member, .. } = self.kind;
            self.quarantine(None, format!("a page of {method} has no list of {member}"));
            return None;
        };
        for entry in list {
            self.entry(entry);
        }
        // Some servers mark the end with an empty cursor.
        fields?.text("nextCursor").filter(|cursor| !cursor.is_empty())
    }

    fn entry(&mut self, entry: &RawValue) {
        if self.items.len() >= MAX_LIST_ITEMS {
            self.beyond += 1;
            return;
        }
        let fields = Fields::read(entry);
        let name = fields.as_ref().and_then(|fields| fields.text(self.kind.key));
        let name = name.filter(|name| !name.trim().is_empty());
        match (fields, name) {
            (None, _) => self.quarantine(None, "it is not an object".to_owned()),
            (Some(_), None) => {
                self.quarantine(None, format!("it has no {}", self.kind.key));
            }
            (Some(fields), Some(name)) => match self.check(&fields, &name) {
                Ok(()) => {
                    self.names.insert(name.clone());
                    self.items.push(CatalogItem { name, raw: Arc::from(entry.to_owned()) });
                }
                Err(flaw) => self.quarantine(Some(&name), flaw.to_string()),
            },
        }
    }

    fn check(&mut self, fields: &Fields<'_>, name: &str) -> Result<(), Flaw> {
        if self.names.contains(name) {
            return Err(Flaw::Repeated(self.kind));
        }
        match self.kind.name {
            "tool" => self.check_tool(fields, name),
            "prompt" => match fields.get("arguments").map(RawValue::get) {
                Some(list) if !list.starts_with('[') && list != "null" => Err(Flaw::Arguments),
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn check_tool(&mut self, fields: &Fields<'_>, name: &str) -> Result<(), Flaw> {
        let schema = fields.get("inputSchema").ok_or(Flaw::NoSchema)?;
        if !schema.get().starts_with('{') {
            return Err(Flaw::Schema);
        }
        // Most schemas have no mark.
        if self.param_headers && schema.get().contains("x-mcp-header") {
            let schema: Value = serde_json::from_str(schema.get()).unwrap_or_default();
            let headers = marked(&schema)?;
            self.listing.param_headers.insert(name.to_owned(), headers);
        }
        Ok(())
    }

    fn quarantine(&mut self, name: Option<&str>, reason: String) {
        let quarantined = &mut self.listing.catalog.quarantined;
        if quarantined.len() < MAX_QUARANTINED {
            let name = name.map(|name| name.chars().take(MAX_SHOWN_NAME).collect());
            quarantined.push(QuarantinedItem { name, kind: self.kind.name, reason });
        }
    }

    fn finish(mut self) -> Vec<CatalogItem> {
        if self.beyond > 0 {
            let reason = format!("{} more than the first {MAX_LIST_ITEMS}", self.beyond);
            self.quarantine(None, reason);
        }
        self.items
    }
}

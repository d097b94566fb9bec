//! Secrets that were found in plain text, and the names that they would get.
//!
//! Invariants: an id says where a secret stands and nothing of it, and stays the same while the
//! source does; one value has one name, and no two values share one.

use std::collections::HashMap;

use console_domain::limits::MAX_KEY_NAME_CHARS;
use console_domain::{KeyName, Problem, SecretValue, ServerId};

use super::spots::Spot;

/// A secret that was found.
pub(super) struct Found {
    /// Where it stands, for programs.
    pub(super) id: String,
    /// Where it stands, for people.
    pub(super) place: String,
    /// The name that it would get.
    pub(super) name: String,
    /// The server that it belongs to, as the source names it; of two values with one name, this
    /// tells them apart.
    pub(super) owner: Option<String>,
    /// It.
    pub(super) value: SecretValue,
    /// Whether its name is set again further down.
    pub(super) is_overridden: bool,
    /// Where a reference can stand instead; absent where the place is not ours.
    pub(super) own: Option<OwnPlace>,
    /// The file of somebody else that it stands in, for people.
    pub(super) file: Option<String>,
}

/// A place in the configuration of one of our servers.
pub(super) struct OwnPlace {
    /// The server.
    pub(super) server: ServerId,
    /// Where in it.
    pub(super) spot: Spot,
    /// Whether the server stays valid with a reference there.
    pub(super) is_replaceable: bool,
}

/// What a source holds.
#[derive(Default)]
pub(super) struct Findings {
    /// Secrets, in the order of the source.
    pub(super) found: Vec<Found>,
    /// What could not be read or was left out.
    pub(super) problems: Vec<Problem>,
}

/// Gives equal values one name and others different ones. The first keeps its name; another value
/// of the same name is called after its server, else numbered.
pub(super) fn name_apart(found: &mut [Found]) {
    let mut names: Vec<String> = Vec::with_capacity(found.len());
    {
        let mut by_value: HashMap<&str, String> = HashMap::new();
        let mut taken: HashMap<String, &str> = HashMap::new();
        for Found { name, owner, value, .. } in found.iter() {
            let value = value.expose();
            if let Some(known) = by_value.get(value) {
                names.push(known.clone());
                continue;
            }
            // Some keychains do not tell case.
            let is_free = |name: &str| !taken.contains_key(&name.to_ascii_uppercase());
            let free = candidates(name, owner.as_deref()).find(|name| is_free(name));
            let free = free.unwrap_or_else(|| name.clone());
            taken.insert(free.to_ascii_uppercase(), value);
            by_value.insert(value, free.clone());
            names.push(free);
        }
    }
    for (found, name) in found.iter_mut().zip(names) {
        found.name = name;
    }
}

/// `TOKEN`, `GITHUB_TOKEN`, `TOKEN_2`, `TOKEN_3`, …
fn candidates<'n>(name: &'n str, owner: Option<&str>) -> impl Iterator<Item = String> + 'n {
    let of_owner = owner
        .map(|owner| (owner, upper_snake(owner)))
        .filter(|(_, owner)| !name.to_ascii_uppercase().starts_with(owner.as_str()))
        .map(|(_, owner)| cut(&format!("{owner}_{name}"), ""));
    let numbered = (2..).map(move |number: u32| cut(name, &format!("_{number}")));
    std::iter::once(cut(name, "")).chain(of_owner).chain(numbered)
}

/// The name of a secret that stands at `spot` of the server `owner`.
pub(super) fn name_at(spot: &Spot, scheme: Option<&str>, owner: &str) -> String {
    let of_owner = |what: &str| {
        let owner = upper_snake(owner);
        if what.starts_with(&format!("{owner}_")) {
            what.to_owned()
        } else {
            format!("{owner}_{what}")
        }
    };
    let name = match spot {
        // A few variables have names that no key can have (`npm_config_//host/:_authToken`).
        Spot::Env(name) if name.parse::<KeyName>().is_ok() => name.clone(),
        Spot::Env(name) => upper_snake(name),
        Spot::Header(name) if name.eq_ignore_ascii_case("authorization") => {
            // Basic's is a user and a password, encoded.
            let is_basic = scheme.is_none_or(|scheme| scheme.eq_ignore_ascii_case("basic"));
            of_owner(if is_basic { "AUTHORIZATION" } else { "TOKEN" })
        }
        Spot::Header(name) => {
            // Their case says nothing.
            let name = upper_snake(&name.to_ascii_lowercase());
            of_owner(name.strip_prefix("X_").filter(|rest| !rest.is_empty()).unwrap_or(&name))
        }
        Spot::Query { name, .. } => of_owner(&upper_snake(name)),
        Spot::Password => of_owner("PASSWORD"),
    };
    cut(&name, "")
}

/// `my-server` → `MY_SERVER`; something that can be a variable's name, whatever is given.
fn upper_snake(text: &str) -> String {
    crate::import::variable_name(text)
}

/// As much of `name` as there is room for before `end`.
fn cut(name: &str, end: &str) -> String {
    let room = MAX_KEY_NAME_CHARS.saturating_sub(end.len());
    name.chars().take(room).chain(end.chars()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(name: &str, owner: Option<&str>, value: &str) -> Found {
        Found {
            id: String::new(),
            place: String::new(),
            name: name.into(),
            owner: owner.map(str::to_owned),
            value: SecretValue::new(value.into()),
            is_overridden: false,
            own: None,
            file: None,
        }
    }

    #[test]
    fn one_value_has_one_name_and_no_two_share_one() {
        let mut all = [
            found("GITHUB_TOKEN", Some("github"), "a"),
            found("TOKEN", Some("notes"), "b"),
            found("TOKEN", Some("my mail"), "c"),
            found("GH_TOKEN", Some("other"), "a"),
            found("github_token", Some("github"), "d"),
            found("TOKEN", Some("notes"), "b"),
            found("TOKEN", Some("notes"), "e"),
            found("TOKEN", Some("notes"), "f"),
        ];
        name_apart(&mut all);
        let names: Vec<_> = all.iter().map(|found| found.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "GITHUB_TOKEN",
                "TOKEN",
                "MY_MAIL_TOKEN",
                "GITHUB_TOKEN",
                "github_token_2",
                "TOKEN",
                "NOTES_TOKEN",
                "TOKEN_2",
            ]
        );
    }

    #[test]
    fn a_secret_is_named_after_its_place() {
        let header = |name: &str| Spot::Header(name.into());
        let query = |name: &str| Spot::Query { name: name.into(), rank: 1 };
        for (spot, scheme, name) in [
            (Spot::Env("GH_TOKEN".into()), None, "GH_TOKEN"),
            (header("Authorization"), Some("Bearer"), "GITHUB_TOKEN"),
            (header("authorization"), Some("token"), "GITHUB_TOKEN"),
            (header("Authorization"), Some("Basic"), "GITHUB_AUTHORIZATION"),
            (header("Authorization"), None, "GITHUB_AUTHORIZATION"),
            (header("X-API-Key"), None, "GITHUB_API_KEY"),
            (header("GitHub-Token"), None, "GITHUB_TOKEN"),
            (header("GITHUB-KEY"), None, "GITHUB_KEY"),
            (query("apiKey"), None, "GITHUB_API_KEY"),
            (Spot::Password, None, "GITHUB_PASSWORD"),
        ] {
            assert_eq!(name_at(&spot, scheme, "github"), name, "{spot}");
        }
        assert_eq!(name_at(&Spot::Password, None, "1é"), "VALUE_1_PASSWORD");
    }

    proptest! {
        /// Whatever a server or a header is called, a key can be called what is suggested.
        #[test]
        fn a_suggested_name_can_be_one(owner in ".{0,200}", header in "[!-~]{1,200}") {
            let name = name_at(&Spot::Header(header), None, &owner);
            prop_assert!(name.parse::<KeyName>().is_ok(), "{name:?}");
        }

        /// However many there are, names and values go together one by one.
        #[test]
        fn names_and_values_go_together(
            all in proptest::collection::vec(("[AB]|[ab]_2", "[xyz]", proptest::option::of("[AB]")), 0..12),
        ) {
            let mut all: Vec<_> =
                all.iter().map(|(n, v, o)| found(n, o.as_deref(), v)).collect();
            name_apart(&mut all);
            for one in &all {
                for other in &all {
                    let same_name = one.name.eq_ignore_ascii_case(&other.name);
                    prop_assert_eq!(same_name, one.value.expose() == other.value.expose());
                }
            }
        }
    }
}

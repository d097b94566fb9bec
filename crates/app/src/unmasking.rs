//! Puts back what masking took: a person who changes a server sends masked values as they were
//! shown, and keeps what was stored by that.
//!
//! Invariant: a mask is never stored. One that stands where nothing was masked is a problem.

use std::collections::HashMap;

use console_domain::{Problem, Transport};

use crate::masking::{MASK, mask_args};
use crate::view::AddServer;

/// Replaces each masked value of `request` by what is stored; a problem for each mask that stands
/// for nothing.
pub(crate) fn unmask(request: &mut AddServer, stored: Option<&Transport>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let (stored_args, stored_env) = match stored {
        Some(Transport::Stdio { args, env, .. }) => (args.as_slice(), env.as_slice()),
        _ => (&[][..], &[][..]),
    };
    let (stored_url, stored_headers) = match stored {
        Some(Transport::Http { url, headers, .. }) => (url.as_str(), headers.as_slice()),
        _ => ("", &[][..]),
    };
    for variable in request.env.iter_mut().filter(|variable| variable.value == MASK) {
        let kept = stored_env.iter().find(|stored| stored.name == variable.name);
        match kept {
            Some(kept) => variable.value.clone_from(&kept.value),
            None => problems.push(stands_for_nothing(format!("env.{}", variable.name))),
        }
    }
    for header in request.headers.iter_mut().filter(|header| header.value == MASK) {
        let same =
            |stored: &&console_domain::Header| stored.name.eq_ignore_ascii_case(&header.name);
        match stored_headers.iter().find(same) {
            Some(kept) => header.value.clone_from(&kept.value),
            None => problems.push(stands_for_nothing(format!("headers.{}", header.name))),
        }
    }
    unmask_args(&mut request.args, stored_args, &mut problems);
    if let Some(url) = request.url.as_mut().filter(|url| url.contains(MASK)) {
        *url = unmask_url(url, stored_url);
        if url.contains(MASK) {
            problems.push(stands_for_nothing("url".into()));
        }
    }
    problems
}

fn stands_for_nothing(field: String) -> Problem {
    let message = "This value is masked, and none is stored that it could stand for.";
    Problem::invalid(field, message).hint("Give the value again.")
}

/// A masked argument stands for the stored one that was masked behind the same flag, or within
/// it; of several, for the one of the same rank.
fn unmask_args(args: &mut [String], stored: &[String], problems: &mut Vec<Problem>) {
    let masked = mask_args(stored);
    let mut kept: HashMap<String, std::vec::IntoIter<&String>> = HashMap::new();
    let mut of_key: HashMap<String, Vec<&String>> = HashMap::new();
    for (i, shown) in masked.iter().enumerate().filter(|(_, shown)| is_masked(shown)) {
        of_key.entry(key(&masked, i, shown)).or_default().push(&stored[i]);
    }
    kept.extend(of_key.into_iter().map(|(key, values)| (key, values.into_iter())));
    let shown = args.to_vec();
    for (i, arg) in args.iter_mut().enumerate().filter(|(_, arg)| is_masked(arg)) {
        let value = kept.get_mut(&key(&shown, i, arg)).and_then(Iterator::next);
        match value {
            Some(value) => arg.clone_from(value),
            None => problems.push(stands_for_nothing(format!("args[{i}]"))),
        }
    }
}

fn is_masked(arg: &str) -> bool {
    arg == MASK || (arg.starts_with('-') && arg.split_once('=').is_some_and(|(_, v)| v == MASK))
}

/// By what a masked argument is recognised: `--token=` itself, or the flag before it.
fn key(args: &[String], i: usize, arg: &str) -> String {
    if arg != MASK {
        return arg.to_owned();
    }
    let flag = i.checked_sub(1).and_then(|before| args.get(before));
    flag.cloned().unwrap_or_default()
}

/// Puts back the user part and the values of the query that are masked.
fn unmask_url(url: &str, stored: &str) -> String {
    let (base, query) = url.split_once('?').map_or((url, None), |(base, q)| (base, Some(q)));
    let (stored_base, stored_query) = stored.split_once('?').unwrap_or((stored, ""));
    let mut whole = match (base.split_once(&format!("://{MASK}@")), user_part(stored_base)) {
        (Some((scheme, rest)), Some(user)) => format!("{scheme}://{user}@{rest}"),
        _ => base.to_owned(),
    };
    if let Some(query) = query {
        let mut kept: Vec<(&str, &str)> =
            stored_query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let pairs = query.split('&').map(|pair| {
            let name = pair.strip_suffix(MASK).and_then(|name| name.strip_suffix('='));
            let at = name.and_then(|name| kept.iter().position(|(stored, _)| *stored == name));
            match at {
                // Of several with one name, each stands for the one of the same rank.
                Some(at) => {
                    let (name, value) = kept.remove(at);
                    format!("{name}={value}")
                }
                None => pair.to_owned(),
            }
        });
        whole.push('?');
        whole.push_str(&pairs.collect::<Vec<_>>().join("&"));
    }
    whole
}

fn user_part(base: &str) -> Option<&str> {
    let (_, rest) = base.split_once("://")?;
    let authority = rest.split('/').next()?;
    authority.rsplit_once('@').map(|(user, _)| user)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::masking::masked;
    use console_domain::{EnvVar, Header, HttpFlavour, ServerConfig};
    use proptest::prelude::*;

    fn stdio(args: &[&str], env: &[(&str, &str)]) -> Transport {
        let env = env.iter().map(|(n, v)| EnvVar { name: (*n).into(), value: (*v).into() });
        let args = args.iter().map(ToString::to_string).collect();
        Transport::Stdio { command: "x".into(), args, env: env.collect(), cwd: None }
    }

    fn http(url: &str, headers: &[(&str, &str)]) -> Transport {
        let headers = headers.iter().map(|(n, v)| Header { name: (*n).into(), value: (*v).into() });
        Transport::Http { url: url.into(), headers: headers.collect(), flavour: HttpFlavour::Auto }
    }

    fn request(transport: Transport) -> AddServer {
        let mut request = AddServer::default();
        match transport {
            Transport::Stdio { args, env, .. } => (request.args, request.env) = (args, env),
            Transport::Http { url, headers, .. } => {
                (request.url, request.headers) = (Some(url), headers);
            }
        }
        request
    }

    /// `transport` as it is shown.
    fn shown(transport: &Transport) -> Transport {
        let config = ServerConfig::new("x", transport.clone()).expect("a valid name");
        masked(config).transport
    }

    #[test]
    fn what_was_shown_masked_comes_back_whole() {
        for stored in [
            stdio(&["--token", "a", "x", "--api-key=b", "--token", "c"], &[("K_TOKEN", "d")]),
            stdio(&["--auth=a", "--auth=b", "-v"], &[("A", "1"), ("SECRET", "2"), ("KEY", "")]),
            stdio(&["--key", "--verbose"], &[("TOKEN", "${secret:T}")]),
            http("https://ana:pw@host/p?api_key=1&x=2&token=3", &[("Authorization", "Bearer s")]),
            http("https://host/a@b?key=1&key=2&key=", &[("X-A", "1"), ("x-b", "")]),
        ] {
            let mut sent = request(shown(&stored));
            let problems = unmask(&mut sent, Some(&stored));
            assert_eq!((problems, sent), (vec![], request(stored)));
        }
    }

    #[test]
    fn what_is_masked_follows_its_name_and_not_its_place() {
        let stored = stdio(&["--a", "--token", "t", "--secret=s"], &[("TOKEN", "1"), ("KEY", "2")]);
        let edited = stdio(&["--secret=••••••", "new", "--token", MASK], &[("KEY", MASK)]);
        let mut sent = request(edited);
        assert_eq!(unmask(&mut sent, Some(&stored)), vec![]);
        let expected = stdio(&["--secret=s", "new", "--token", "t"], &[("KEY", "2")]);
        assert_eq!(sent, request(expected));

        let stored = http("https://u:p@old/x?token=1", &[("Authorization", "s")]);
        let edited = http("http://••••••@new/y?a=b&token=••••••", &[("authorization", MASK)]);
        let mut sent = request(edited);
        assert_eq!(unmask(&mut sent, Some(&stored)), vec![]);
        assert_eq!(sent, request(http("http://u:p@new/y?a=b&token=1", &[("authorization", "s")])));
    }

    #[test]
    fn a_mask_that_stands_for_nothing_is_a_problem() {
        let cases = [
            (request(stdio(&["--other", MASK], &[])), "args[1]"),
            (request(stdio(&["--token", MASK, "--token", MASK], &[])), "args[3]"),
            (request(stdio(&["--key=••••••"], &[])), "args[0]"),
            (request(stdio(&[], &[("NEW_TOKEN", MASK)])), "env.NEW_TOKEN"),
            (request(http("https://••••••@x/", &[])), "url"),
            (request(http("https://x/", &[("Authorization", MASK)])), "headers.Authorization"),
        ];
        let stored = stdio(&["--token", "t"], &[("TOKEN", "1")]);
        for (mut sent, field) in cases {
            let problems = unmask(&mut sent, Some(&stored));
            let fields: Vec<_> = problems.iter().filter_map(|p| p.field.as_deref()).collect();
            assert_eq!(fields, [field]);
            assert!(!unmask(&mut sent, None).is_empty(), "and where nothing is stored at all");
        }
    }

    proptest! {
        /// Whatever is stored: sent back as it was shown, it is what is stored.
        #[test]
        fn nothing_is_lost_by_being_shown(
            args in proptest::collection::vec(
                "--(token|key|x)(=[a-z]{0,3})?|[a-z]{0,3}|-k|\\$\\{A\\}", 0..8),
            env in proptest::collection::hash_map("[A-Z]{1,3}(_TOKEN|_KEY)?", "[a-z=?&]{0,4}", 0..4),
            query in proptest::collection::vec("(token|key|x)=[a-z]{0,3}|[a-z]{1,3}", 0..4),
        ) {
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let env: Vec<_> = env.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let url = format!("https://u:p@host/x?{}", query.join("&"));
            for stored in [stdio(&args, &env), http(&url, &env)] {
                let mut sent = request(shown(&stored));
                prop_assert_eq!(unmask(&mut sent, Some(&stored)), vec![]);
                prop_assert_eq!(sent, request(stored));
            }
        }
    }
}

//! Clients by the way they take and what they may do.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use console_domain::limits::{CA_FILE_TIMEOUT, CONNECT_TIMEOUT, MAX_REDIRECTS};
use console_domain::{ErrorCode, KeyName, NetworkSettings, Problem};
use reqwest::{Certificate, Client, ClientBuilder, StatusCode, Url, redirect};

use crate::authorities;
use crate::proxy::{NoProxyKeys, ProxyKeys, Resolved};
use crate::rules::{CheckedSettings, Route, Rules};

/// Which redirects a client follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Redirects {
    /// None: the answer is the redirect itself.
    None,
    /// Those that repeat the request on the same origin, so that no header reaches another host;
    /// at most [`MAX_REDIRECTS`].
    SameOrigin,
}

/// How the console reaches the network.
pub struct Network {
    keys: Arc<dyn ProxyKeys>,
    state: Mutex<State>,
}

struct State {
    settings: NetworkSettings,
    /// What follows from the settings; stored ones may have been written by another version.
    rules: Result<Arc<Rules>, Problem>,
    /// Counts the changes: what was begun before one must not be kept after it.
    version: u64,
    /// At most one for each [`Kind`].
    clients: HashMap<Kind, Made>,
}

/// What tells clients apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Kind {
    route: Route,
    /// Without it, no certificate is read: fast, and possible where there are none.
    secure: bool,
    redirects: Redirects,
}

struct Made {
    /// With which proxy; its key may have been rotated since.
    proxy: Option<Resolved>,
    client: Client,
}

impl Default for Network {
    fn default() -> Self {
        Self::new(NetworkSettings::default(), Arc::new(NoProxyKeys))
    }
}

impl Network {
    /// With what was stored; `keys` gives user and password of the proxy. Settings that cannot be
    /// used are a problem of each request beyond this machine, until they are changed.
    pub fn new(settings: NetworkSettings, keys: Arc<dyn ProxyKeys>) -> Self {
        let rules = CheckedSettings::read(settings.clone()).map(|checked| Arc::new(checked.rules));
        let state = State { settings, rules, version: 0, clients: HashMap::new() };
        Self { keys, state: Mutex::new(state) }
    }

    /// What is set.
    pub fn settings(&self) -> NetworkSettings {
        self.state().settings.clone()
    }

    /// The keys that the proxy's user and password refer to.
    pub fn keys(&self) -> Vec<KeyName> {
        self.state().rules.as_ref().map(|rules| rules.keys()).unwrap_or_default()
    }

    /// The proxy that a person set, without its user, where `url` is reached through it.
    pub fn proxy_for(&self, url: &Url) -> Option<String> {
        let rules = self.state().rules.clone().ok()?;
        let proxy = rules.proxy.as_ref().filter(|_| rules.route(url) == Route::Proxy);
        proxy.map(crate::proxy::Proxy::shown)
    }

    /// Whether a file of further certificate authorities is set.
    pub fn has_own_authorities(&self) -> bool {
        self.state().rules.as_ref().is_ok_and(|rules| rules.authorities.is_some())
    }

    /// Checks settings before they are stored: the file is there, the keys too. A keychain that is
    /// locked does not stand in the way.
    ///
    /// # Errors
    /// `invalid_input` with the field (`proxy`, `no_proxy`, `ca_file`); `key_missing` or
    /// `variable_missing`, field `proxy`.
    pub async fn check(&self, settings: NetworkSettings) -> Result<CheckedSettings, Problem> {
        CheckedSettings::check(settings, self.keys.as_ref()).await
    }

    /// Reaches the network like this from the next request on; connections that are open stay as
    /// they are.
    pub fn change(&self, checked: CheckedSettings) {
        let mut state = self.state();
        state.settings = checked.settings;
        state.rules = Ok(Arc::new(checked.rules));
        state.version += 1;
        state.clients.clear();
    }

    /// The client that reaches `url`.
    ///
    /// # Errors
    /// `invalid_input` where the certificate authorities or the proxy cannot be used any more;
    /// `key_missing`, `variable_missing` or the keychain's codes where the proxy's user or password
    /// cannot be read.
    pub async fn client(&self, url: &Url, redirects: Redirects) -> Result<Client, Problem> {
        let (rules, version) = {
            let state = self.state();
            // This machine is reached whatever was set.
            let rules = match &state.rules {
                Err(problem) if !crate::bypass::is_loopback(url) => return Err(problem.clone()),
                rules => rules.clone().unwrap_or_default(),
            };
            (rules, state.version)
        };
        let route = rules.route(url);
        // Of a proxy that the system names, nothing is known: it may be reached over TLS.
        let secure = url.scheme() == "https" || route != Route::Direct;
        let kind = Kind { route, secure, redirects };
        let proxy = match rules.proxy.as_ref().filter(|_| route == Route::Proxy) {
            Some(proxy) => Some(proxy.resolve(self.keys.as_ref()).await?),
            None => None,
        };
        if let Some(made) = self.state().clients.get(&kind)
            && made.proxy == proxy
        {
            return Ok(made.client.clone());
        }
        let authorities = match rules.authorities.as_ref().filter(|_| secure) {
            Some(file) => authorities::read(file).await?,
            None => Vec::new(),
        };
        let client = build(kind, proxy.clone(), authorities).await?;
        let mut state = self.state();
        if state.version == version {
            state.clients.insert(kind, Made { proxy, client: client.clone() });
        }
        Ok(client)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Network").field(&self.settings()).finish()
    }
}

/// Off the async threads and bounded in time: the system's certificates are files, too.
async fn build(
    kind: Kind,
    proxy: Option<Resolved>,
    authorities: Vec<Certificate>,
) -> Result<Client, Problem> {
    let failed = |why: &str| {
        Problem::new(ErrorCode::Internal, format!("The HTTP client cannot be set up: {why}."))
    };
    let building = tokio::task::spawn_blocking(move || {
        let builder = || builder(kind, proxy.as_ref());
        if !kind.secure {
            return builder()?.tls_certs_only([]).build();
        }
        builder()?.tls_certs_merge(authorities.clone()).build().or_else(|error| {
            // A machine without certificate authorities still reaches what is not encrypted.
            tracing::warn!(%error, "https cannot be reached: is ca-certificates installed?");
            builder()?.tls_certs_only(authorities).build()
        })
    });
    match tokio::time::timeout(CA_FILE_TIMEOUT, building).await {
        Ok(Ok(built)) => built.map_err(|error| failed(&error.to_string())),
        Ok(Err(_)) => Err(failed("it broke off")),
        Err(_) => Err(failed("the system's certificates were not read in time")),
    }
}

fn builder(kind: Kind, proxy: Option<&Resolved>) -> reqwest::Result<ClientBuilder> {
    let policy = match kind.redirects {
        Redirects::None => redirect::Policy::none(),
        Redirects::SameOrigin => redirect::Policy::custom(follow_on_same_origin),
    };
    let builder = Client::builder()
        .redirect(policy)
        .connect_timeout(CONNECT_TIMEOUT)
        .tcp_nodelay(true)
        .referer(false);
    Ok(match (kind.route, proxy) {
        (Route::Proxy, Some(proxy)) => builder.proxy(reqwest::Proxy::all(proxy.expose())?),
        (Route::System, _) => builder,
        (Route::Direct | Route::Proxy, _) => builder.no_proxy(),
    })
}

fn follow_on_same_origin(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let repeats =
        matches!(attempt.status(), StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
    let same_origin =
        attempt.previous().first().is_some_and(|url| url.origin() == attempt.url().origin());
    if repeats && same_origin && attempt.previous().len() <= MAX_REDIRECTS {
        attempt.follow()
    } else {
        attempt.stop()
    }
}

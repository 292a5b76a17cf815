//! Whose mailbox an address is: by its domain, else by the domain's mail exchangers; then what its preset says.

mod quirks;

use std::net::SocketAddr;
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{RData, RecordType};
use serde::Serialize;
use songda_core::reference::{Provider, ProviderLogin, ProviderSecurity, ProviderServer, Providers};
use tokio::time::timeout;
use ts_rs::TS;

/// How long the name service may take; a person waits.
const LIMIT: Duration = Duration::from_secs(5);
/// Most exchangers that are looked at; the first of them decide.
const MOST: usize = 20;

/// What was found about an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Found {
    /// `domain`, `mx`, or how it ended: `unknown` (a provider nobody knows, or the office's own server), `no-mx`
    /// (the domain takes no mail), `no-answer` (the name service could not be asked: offline, or blocked),
    /// `no-address` (this is no mail address).
    pub by: String,
    /// Mail exchangers, the preferred first; empty when they were not asked for.
    pub mx: Vec<String>,
    /// The provider, when one is known.
    pub provider: Option<ProviderRow>,
}

/// A provider as a person is shown it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ProviderRow {
    pub id: String,
    pub name: String,
    pub name_en: String,
    /// Host, port and security; null where the office must ask its administrator.
    pub imap: Option<ServerRow>,
    pub smtp: Option<ServerRow>,
    /// app-code or oauth.
    pub login: String,
    /// Whether a sign-in in the browser is possible.
    pub has_oauth: bool,
    /// What it calls the password for programs.
    pub secret: String,
    pub secret_en: String,
    /// Three steps to it.
    pub steps: Vec<String>,
    pub steps_en: Vec<String>,
    pub quirks: Vec<String>,
    /// What of them a person should know.
    pub notes: Vec<String>,
    pub notes_en: Vec<String>,
    /// Where mail programs are turned on.
    pub page: Option<String>,
}

/// A server as a person is shown it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ServerRow {
    pub host: String,
    pub port: u16,
    /// tls or starttls.
    pub security: String,
}

impl From<&ProviderServer> for ServerRow {
    fn from(server: &ProviderServer) -> Self {
        let security = match server.security {
            ProviderSecurity::Tls => "tls",
            ProviderSecurity::StartTls => "starttls",
        };
        Self { host: server.host.clone(), port: server.port, security: security.to_owned() }
    }
}

impl From<&Provider> for ProviderRow {
    fn from(provider: &Provider) -> Self {
        let login = match provider.login {
            ProviderLogin::AppCode => "app-code",
            ProviderLogin::Oauth => "oauth",
        };
        let notes: Vec<_> = provider.quirks.iter().filter_map(|quirk| quirks::words(quirk)).collect();
        Self {
            id: provider.id.clone(),
            name: provider.name.clone(),
            name_en: provider.name_en.clone(),
            imap: provider.imap.as_ref().map(ServerRow::from),
            smtp: provider.smtp.as_ref().map(ServerRow::from),
            login: login.to_owned(),
            has_oauth: provider.oauth.is_some(),
            secret: provider.secret.clone(),
            secret_en: provider.secret_en.clone(),
            steps: provider.steps.to_vec(),
            steps_en: provider.steps_en.to_vec(),
            quirks: provider.quirks.clone(),
            notes: notes.iter().map(|(zh, _)| (*zh).to_owned()).collect(),
            notes_en: notes.iter().map(|(_, en)| (*en).to_owned()).collect(),
            page: provider.page.clone(),
        }
    }
}

/// Every provider known, for a list to choose from.
pub fn all() -> Vec<ProviderRow> {
    Providers::builtin().unwrap_or_default().all().iter().map(ProviderRow::from).collect()
}

/// Whose mailbox this address is. Asks the system's name service when the domain alone does not tell; a name service
/// that cannot be asked is told as that and never as an unknown provider. `SONGDA_NAME_SERVER` (address and port)
/// asks another one.
pub async fn provider(address: &str) -> Found {
    let server = std::env::var("SONGDA_NAME_SERVER").ok().and_then(|text| text.parse().ok());
    provider_by(address, server).await
}

/// The same, asking the name service at `server` when one is given.
pub async fn provider_by(address: &str, server: Option<SocketAddr>) -> Found {
    let providers = Providers::builtin().unwrap_or_default();
    let found = |by: &str, mx: Vec<String>, provider: Option<&Provider>| {
        let (by, provider) = (by.to_owned(), provider.map(ProviderRow::from));
        Found { by, mx, provider }
    };
    let address = address.trim();
    let Some((local, domain)) = address.rsplit_once('@') else { return found("no-address", Vec::new(), None) };
    if local.is_empty() || domain.is_empty() || domain.contains(|c: char| c.is_whitespace()) {
        return found("no-address", Vec::new(), None);
    }
    if let Some(provider) = providers.of_address(address) {
        return found("domain", Vec::new(), Some(provider));
    }
    match exchangers(domain, server).await {
        None => found("no-answer", Vec::new(), None),
        Some(mx) if mx.is_empty() => found("no-mx", mx, None),
        Some(mx) => match mx.iter().find_map(|host| providers.of_mx(host)) {
            Some(provider) => found("mx", mx, Some(provider)),
            None => found("unknown", mx, None),
        },
    }
}

/// The mail exchangers of a domain, the preferred first; `None` when the name service gave no answer.
async fn exchangers(domain: &str, server: Option<SocketAddr>) -> Option<Vec<String>> {
    let resolver = resolver(server)?;
    let name = format!("{}.", domain.trim_end_matches('.'));
    let answer = match timeout(LIMIT, resolver.lookup(name, RecordType::MX)).await {
        Ok(Ok(answer)) => answer,
        // The name service answered: there are none.
        Ok(Err(error)) if error.is_no_records_found() || error.is_nx_domain() => return Some(Vec::new()),
        Ok(Err(_)) | Err(_) => return None,
    };
    let mut hosts: Vec<(u16, String)> = answer
        .answers()
        .iter()
        .filter_map(|record| match &record.data {
            RData::MX(mx) => {
                let host = mx.exchange.to_ascii().trim_end_matches('.').to_ascii_lowercase();
                Some((mx.preference, host))
            }
            _ => None,
        })
        // RFC 7505: a lone dot says that the domain takes no mail.
        .filter(|(_, host)| !host.is_empty())
        .collect();
    hosts.sort();
    Some(hosts.into_iter().map(|(_, host)| host).take(MOST).collect())
}

fn resolver(server: Option<SocketAddr>) -> Option<TokioResolver> {
    let builder = match server {
        None => TokioResolver::builder_tokio().ok()?,
        Some(server) => {
            let way = |mut way: ConnectionConfig| {
                way.port = server.port();
                way
            };
            let ways = vec![way(ConnectionConfig::udp()), way(ConnectionConfig::tcp())];
            let config =
                ResolverConfig::from_parts(None, Vec::new(), vec![NameServerConfig::new(server.ip(), true, ways)]);
            TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
        }
    };
    let mut builder = builder;
    builder.options_mut().timeout = LIMIT / 2;
    builder.options_mut().attempts = 1;
    builder.build().ok()
}

#[cfg(test)]
mod tests;

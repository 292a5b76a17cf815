//! The connection test of one mailbox: seven steps, each with a code and the server's own words.

mod diagnosis;
mod form;
mod rows;
pub mod words;

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use secrecy::ExposeSecret as _;
use songda_core::reference::Providers;

pub use self::diagnosis::diagnosis;
pub use self::form::{FormError, MailboxForm, ServerForm};
pub use self::rows::{TestRow, TestedStep, check_form, rows};
use super::imap::{self, Found, Probe, Stage};
use super::{ConnectError, smtp, starttls, tls};
use crate::secrets::{self, Credential};
use crate::settings::{Channel, MailboxSettings, ServerSettings, Source};

/// The steps, in order.
pub const STEPS: [&str; 7] = ["dns", "tcp", "tls", "login", "folder", "read", "smtp"];
/// What `code` says when a step could not be tried.
pub const NOT_TRIED: &str = "not-tried";
/// A provider that keeps older mail from programs shows thirty days.
const RECENT_DAYS: i64 = 31;

/// One step of the test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// One of [`STEPS`].
    pub step: &'static str,
    /// Whether it went well.
    pub ok: bool,
    /// Stable code; `ok` when there is nothing to say.
    pub code: &'static str,
    /// On what, and the server's own words; never a password.
    pub facts: Vec<String>,
}

impl Step {
    fn well(step: &'static str, code: &'static str, facts: impl IntoIterator<Item = String>) -> Self {
        Self { step, ok: true, code, facts: facts.into_iter().collect() }
    }

    fn bad(step: &'static str, code: &'static str, facts: impl IntoIterator<Item = String>) -> Self {
        Self { step, ok: false, code, facts: facts.into_iter().collect() }
    }
}

/// Tries a mailbox. Reads only: nothing is marked, moved or sent.
pub async fn check(mailbox: &MailboxSettings, now: DateTime<FixedOffset>) -> Vec<Step> {
    check_with(mailbox, None, now).await
}

/// Tries a mailbox with what was typed into a form, which lies nowhere yet.
pub async fn check_with(mailbox: &MailboxSettings, typed: Option<Credential>, now: DateTime<FixedOffset>) -> Vec<Step> {
    let needs_login =
        matches!(mailbox.source, Source::Imap { .. }) || matches!(mailbox.channel, Some(Channel::Smtp(_)));
    let found = match typed {
        Some(typed) => Some(Ok(typed)),
        None if needs_login => Some(secrets::credential(mailbox).await),
        None => None,
    };
    let (credential, lacking) = match found {
        Some(Ok(credential)) => (Some(credential), None),
        Some(Err(error)) => (None, Some(error)),
        None => (None, None),
    };
    let mut steps = match &mailbox.source {
        Source::Imap { server, folders } => {
            let probe = imap::probe(mailbox, server, folders.as_deref(), credential.as_ref()).await;
            let mut steps = of_probe(mailbox, server, &probe, lacking.as_ref(), now);
            try_alternates(mailbox, server, credential.as_ref(), &mut steps).await;
            steps
        }
        Source::Folder { path } => of_folder(path).await,
    };
    steps.push(sending(mailbox, credential.as_ref()).await);
    if let Some(credential) = &credential {
        steps.iter_mut().for_each(|step| scrub(step, credential));
    }
    steps
}

/// Some servers repeat what they were sent.
fn scrub(step: &mut Step, credential: &Credential) {
    let secret = credential.secret().expose_secret();
    for fact in &mut step.facts {
        if !secret.is_empty() && fact.contains(secret) {
            *fact = fact.replace(secret, "***");
        }
    }
}

fn of_probe(
    mailbox: &MailboxSettings,
    server: &ServerSettings,
    probe: &Probe,
    lacking: Option<&ConnectError>,
    now: DateTime<FixedOffset>,
) -> Vec<Step> {
    let place = format!("{}:{}", server.host, server.port);
    let failing = match (&probe.error, probe.stage) {
        (Some(error), _) => Some(failing(mailbox, probe.stage, error)),
        (None, Stage::Login) => Some(lacking_step(mailbox, lacking)),
        (None, _) => None,
    };
    let at = failing.as_ref().and_then(|step| STEPS.iter().position(|it| *it == step.step));
    let mut steps = Vec::new();
    for (nth, step) in STEPS.into_iter().take(6).enumerate() {
        steps.push(match (&failing, at) {
            (Some(failing), Some(at)) if nth == at => failing.clone(),
            (_, Some(at)) if nth > at => Step::bad(step, NOT_TRIED, []),
            _ => match step {
                "dns" => Step::well(step, "ok", [server.host.clone()]),
                "login" => Step::well(step, "ok", [server.user.clone()]),
                "folder" => opened(&probe.found, mailbox),
                "read" => seen(&probe.found, mailbox, now),
                _ => Step::well(step, "ok", [place.clone()]),
            },
        });
    }
    steps
}

/// There is nothing to log in with.
fn lacking_step(mailbox: &MailboxSettings, lacking: Option<&ConnectError>) -> Step {
    match lacking {
        Some(error @ ConnectError::SignIn { .. }) => Step::bad("login", "sign-in-needed", error.facts()),
        // The token's server could not be asked, which is another matter than a missing password.
        Some(error) if !matches!(error, ConnectError::Password { .. }) => {
            let mut facts = error.facts();
            facts.resize(3, String::new());
            Step::bad("login", "connection-broken", facts)
        }
        other => {
            let says = other.and_then(|error| error.facts().pop()).unwrap_or_default();
            Step::bad("login", "no-password", [mailbox.id.clone(), says])
        }
    }
}

/// A company that lies on another group of servers: each of the provider's others is tried.
async fn try_alternates(
    mailbox: &MailboxSettings,
    server: &ServerSettings,
    credential: Option<&Credential>,
    steps: &mut [Step],
) {
    let Some(step) = steps.iter_mut().find(|step| step.code == "wrong-server-group") else { return };
    let providers = Providers::builtin().unwrap_or_default();
    let provider = providers.by_id(&mailbox.provider).or_else(|| providers.of_address(&mailbox.address));
    for host in provider.map(|it| it.imap_alternates.as_slice()).unwrap_or_default() {
        let other = ServerSettings { host: host.clone(), ..server.clone() };
        if imap::probe(mailbox, &other, None, credential).await.stage > Stage::Login {
            step.facts.resize(3, String::new());
            step.facts.push(host.clone());
            step.code = "other-server-group";
            return;
        }
    }
}

fn opened(found: &Found, mailbox: &MailboxSettings) -> Step {
    let names = found.folders.join("、");
    if found.has_idle {
        return Step::well("folder", "ok", [names]);
    }
    // Not an error: it is asked in intervals then.
    Step::well("folder", "no-idle", [names, mailbox.poll.as_secs().to_string()])
}

/// A mailbox whose oldest mail is a month old at most, though older ones were there or the provider is known for it.
fn seen(found: &Found, mailbox: &MailboxSettings, now: DateTime<FixedOffset>) -> Step {
    let count = found.mails.to_string();
    let Some(oldest) = found.oldest else {
        return Step::well("read", if found.mails == 0 { "empty" } else { "ok" }, [count]);
    };
    let is_known = provider_of(mailbox, |it| it.has("recent-only"));
    let days = now.signed_duration_since(oldest).num_days();
    let is_recent = (0..=RECENT_DAYS).contains(&days) && (is_known || (found.starts_late && days >= RECENT_DAYS - 4));
    let facts = [count, oldest.format("%Y-%m-%d").to_string()];
    Step::well("read", if is_recent { "recent-only" } else { "ok" }, facts)
}

fn provider_of(mailbox: &MailboxSettings, is: impl Fn(&songda_core::reference::Provider) -> bool) -> bool {
    let providers = Providers::builtin().unwrap_or_default();
    let provider = providers.by_id(&mailbox.provider).or_else(|| providers.of_address(&mailbox.address));
    provider.is_some_and(is)
}

/// The step an error belongs to.
fn failing(mailbox: &MailboxSettings, stage: Stage, error: &ConnectError) -> Step {
    let facts = error.facts();
    let says = facts.last().cloned().unwrap_or_default();
    match (error, stage) {
        (ConnectError::Dns { .. }, _) => Step::bad("dns", "server-not-found", facts),
        (ConnectError::Tcp { .. }, _) => Step::bad("tcp", port_code(&says), facts),
        (ConnectError::Tls { host, .. }, _) => tls_step("tls", host, facts),
        (_, Stage::Reach) => Step::bad("tls", "connection-broken", facts),
        (_, Stage::Login) => Step::bad("login", login_code(mailbox, error, &says), facts),
        (_, Stage::Folder) => Step::bad("folder", folder_code(error, &says), facts),
        (_, Stage::Read | Stage::Done) => Step::bad("read", reading_code(error, &says), facts),
    }
}

/// A closed port is answered at once, a blocked one never.
fn port_code(says: &str) -> &'static str {
    let says = says.to_ascii_lowercase();
    if says.contains("refused") || says.contains("os error 10061") {
        "port-closed"
    } else if says.starts_with("no answer") || says.contains("timed out") {
        "port-timeout"
    } else {
        "port-unreachable"
    }
}

/// Facts: host and port, what is wrong, who issued the certificate.
fn tls_step(step: &'static str, host: &str, facts: Vec<String>) -> Step {
    let place = facts.first().cloned().unwrap_or_else(|| host.to_owned());
    let says = facts.last().cloned().unwrap_or_default();
    let (wrong, issuer) = says.split_once(tls::ISSUED_BY).unwrap_or((&says, ""));
    let code = if wrong.contains("UnknownIssuer") || wrong.contains("CaUsedAsEndEntity") {
        "certificate-replaced"
    } else if wrong.contains("Expired") || wrong.contains("NotValidYet") || wrong.contains("expired") {
        "certificate-expired"
    } else if wrong.contains("NotValidForName") || wrong.contains("not valid for name") {
        "certificate-other-name"
    } else if wrong.contains("certificate") {
        "certificate"
    } else if wrong == starttls::SILENT {
        "no-greeting"
    } else if wrong.contains("STARTTLS") {
        "no-starttls"
    } else {
        "no-encryption"
    };
    Step::bad(step, code, [place, wrong.to_owned(), issuer.to_owned()])
}

/// Which of the known refusals a server's words are.
fn login_code(mailbox: &MailboxSettings, error: &ConnectError, says: &str) -> &'static str {
    let known = says.to_ascii_lowercase();
    let has = |word: &str| known.contains(word);
    if has("unsafe login") {
        "unsafe-login"
    } else if has("err.login.ipdeny") {
        "ip-denied"
    } else if has("err.login.domainnotexist") {
        "wrong-server-group"
    } else if has("account is abnormal") || has("service is not open") || has("login frequency limited") {
        "login-many-causes"
    } else if has("application-specific password") || has("authorization code") || says.contains("授权码") {
        "app-password-needed"
    } else if has("too many") || has("too frequent") || has("[inuse]") || has("[limit]") {
        "too-many-logins"
    } else if mailbox.oauth.is_some() && matches!(error, ConnectError::Login { .. }) {
        "token-refused"
    } else if provider_of(mailbox, |it| it.has("oauth-only")) && matches!(error, ConnectError::Login { .. }) {
        "oauth-needed"
    } else if matches!(error, ConnectError::Login { .. }) {
        "login-refused"
    } else {
        "connection-broken"
    }
}

fn folder_code(error: &ConnectError, says: &str) -> &'static str {
    if says.to_ascii_lowercase().contains("unsafe login") {
        "unsafe-login"
    } else if matches!(error, ConnectError::Folder { .. }) {
        "folder-refused"
    } else {
        "connection-broken"
    }
}

fn reading_code(error: &ConnectError, says: &str) -> &'static str {
    match folder_code(error, says) {
        "folder-refused" => "reading-refused",
        other => other,
    }
}

/// Whether receipts could leave.
async fn sending(mailbox: &MailboxSettings, credential: Option<&Credential>) -> Step {
    const STEP: &str = "smtp";
    let server = match &mailbox.channel {
        Some(Channel::Smtp(server)) => server,
        Some(Channel::Outbox { path }) => return Step::well(STEP, "outbox-folder", [path.display().to_string()]),
        None => return Step::well(STEP, "receive-only", []),
    };
    let Some(credential) = credential else { return Step::bad(STEP, NOT_TRIED, []) };
    let place = format!("{}:{}", server.host, server.port);
    let error = match smtp::probe(server, credential).await {
        Ok(()) => return Step::well(STEP, "ok", [place]),
        Err(error) => error,
    };
    let facts = error.facts();
    let says = facts.last().cloned().unwrap_or_default();
    match &error {
        ConnectError::Dns { .. } => Step::bad(STEP, "server-not-found", facts),
        ConnectError::Tcp { .. } => Step::bad(STEP, port_code(&says), facts),
        ConnectError::Tls { host, .. } => tls_step(STEP, host, facts),
        ConnectError::Login { .. } => Step::bad(STEP, "sending-refused", facts),
        ConnectError::Refused { .. } | ConnectError::NotNow { .. } => Step::bad(STEP, "sending-not-now", facts),
        _ => Step::bad(STEP, "connection-broken", facts),
    }
}

/// A watched folder needs no server; what it needs is to be readable.
async fn of_folder(path: &Path) -> Vec<Step> {
    let mut steps: Vec<Step> = STEPS.into_iter().take(4).map(|step| Step::well(step, "not-needed", [])).collect();
    let shown = path.display().to_string();
    match tokio::fs::read_dir(path).await {
        Ok(mut entries) => {
            let mut mails = 0_usize;
            while let Ok(Some(entry)) = entries.next_entry().await {
                mails += usize::from(entry.path().extension().is_some_and(|it| it.eq_ignore_ascii_case("eml")));
            }
            steps.push(Step::well("folder", "ok", [shown]));
            steps.push(Step::well("read", if mails == 0 { "empty" } else { "ok" }, [mails.to_string()]));
        }
        Err(error) => {
            steps.push(Step::bad("folder", "folder-unreadable", [shown, error.to_string()]));
            steps.push(Step::bad("read", NOT_TRIED, []));
        }
    }
    steps
}

#[cfg(test)]
mod tests;

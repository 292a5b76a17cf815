//! One web client for a platform's errands: guarded addresses, redirects looked at one by one, bounded answers.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};
use reqwest::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, LOCATION, RETRY_AFTER, TRANSFER_ENCODING};
use reqwest::{Client as Web, Method, Response, StatusCode, Version};
use url::Url;

use super::coding::{self, Wrong};
use super::guard::{Guard, Refusal, place_of, short};
use super::proxy::Proxy;
use crate::clock;
use crate::connect::chain::Chains;
use crate::connect::tls;
use crate::paste::text_of;

/// Most hops of one request.
const MOST_HOPS: usize = 5;
/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(20);
/// How long until a server that could not be reached is gone to once more.
const ONCE_MORE: Duration = Duration::from_millis(200);
/// Who does not answer at all is not gone to once more: that takes long enough.
const QUICK: Duration = Duration::from_secs(2);
/// So long a server's wish to be left alone is followed before it is asked again.
const MOST_REST: Duration = Duration::from_secs(60);
/// Longest silence of a server.
const SILENCE: Duration = Duration::from_secs(30);
/// Largest list; real ones have some kilobytes.
const MOST_LIST_BYTES: usize = 8 << 20;
/// Sent because the interface answers browsers; it says who we are all the same.
const AGENT: &str = concat!("Mozilla/5.0 (compatible; Songda/", env!("CARGO_PKG_VERSION"), ")");

/// Why something did not come.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// It must not be gone to.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The server sends on to where it must not be gone: a page to sign in at, a gateway, or for good.
    #[error("sent on: {0}")]
    Astray(Refusal),
    /// The server's certificate is not trusted, or the handshake failed.
    #[error("could not make a safe connection to {host}: {says}")]
    Tls { host: String, says: String },
    /// The server cannot be reached: no name, no route, no answer.
    #[error("{host} cannot be reached: {says}")]
    Unreachable { host: String, says: String },
    /// The server broke off.
    #[error("the connection to {host} broke off: {says}")]
    Broken { host: String, says: String },
    /// It came as all there is, and ends before its end.
    #[error("what {host} sent ends before the document does")]
    Short { host: String },
    /// The server says itself that it cannot answer now.
    #[error("{host} is busy: {says}")]
    Busy { host: String, says: String },
    /// The proxy cannot be reached, or does not let us through.
    #[error("the proxy {proxy} does not lead to {host}: {says}")]
    Proxy { proxy: String, host: String, says: String },
    /// The server answered with this status.
    #[error("{host} answered HTTP {status}")]
    Status { host: String, status: u16 },
    /// It sent us from one place to the next without end.
    #[error("{host} redirects too often")]
    Redirects { host: String },
    /// More bytes than may come.
    #[error("{host} sends more than {limit} bytes")]
    TooLarge { host: String, limit: u64 },
    /// It came whole and is not what was asked for.
    #[error("what {host} sent is no document: {says}")]
    NotDocument { host: String, says: String },
    /// It is compressed in a way that is not known here.
    #[error("what {host} sent is compressed by {way}")]
    Coded { host: String, way: String },
    /// A local file could not be used.
    #[error("could not {doing} {path}")]
    Local { doing: &'static str, path: PathBuf, source: std::io::Error },
    /// A person stopped it.
    #[error("stopped")]
    Stopped,
}

impl FetchError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) | Self::Astray(refusal) => refusal.code(),
            Self::Tls { .. } => "pickup.certificate",
            Self::Unreachable { .. } => "pickup.unreachable",
            Self::Broken { .. } | Self::Short { .. } => "pickup.broken-off",
            Self::Busy { .. } => "pickup.busy",
            Self::Proxy { .. } => "pickup.proxy",
            Self::Status { .. } => "pickup.status",
            Self::Redirects { .. } => "pickup.redirects",
            Self::TooLarge { .. } => "pickup.too-large",
            Self::NotDocument { .. } => "pickup.not-a-document",
            Self::Coded { .. } => "pickup.coding",
            Self::Local { .. } => "pickup.disk",
            Self::Stopped => "pickup.stopped",
        }
    }

    /// What is compressed and cannot be read.
    pub fn coded(wrong: Wrong, host: &str, limit: u64) -> Self {
        let host = host.to_owned();
        match wrong {
            Wrong::Cut => Self::Broken { host, says: "what was compressed ended too early".to_owned() },
            Wrong::TooLarge => Self::TooLarge { host, limit },
            Wrong::Unknown(way) => Self::Coded { host, way },
        }
    }

    /// Whether a fresh link may help at once, though only a person can where it does not.
    pub fn may_be_chance(&self) -> bool {
        matches!(self, Self::Astray(_) | Self::Coded { .. } | Self::Status { .. })
    }

    /// Whether asking again, with a fresh list, may help.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Broken { .. } | Self::Busy { .. } => true,
            Self::Short { .. } | Self::NotDocument { .. } => true,
            // A server that lost a session sends in a circle until it has a new one.
            Self::Redirects { .. } => true,
            // 403 and 404 are how file hosts answer to a link that ran out; 408, 429 and 5xx pass by themselves.
            Self::Status { status, .. } => matches!(status, 403 | 404 | 408 | 410 | 416 | 425 | 429 | 500..=599),
            _ => false,
        }
    }
}

/// What a client is made of.
#[derive(Clone, Debug)]
pub struct Making {
    /// Where it may go.
    pub guard: Guard,
    /// Through which proxy.
    pub proxy: Proxy,
    /// Further trusted roots.
    pub ca_file: Option<PathBuf>,
    /// Hosts that a person allowed to be spoken with in an older way.
    pub old_tls: BTreeSet<String>,
}

/// A web client for one platform.
pub struct Client {
    guard: Guard,
    web: Web,
    older: Option<Web>,
    old_tls: BTreeSet<String>,
    proxy: Proxy,
    chains: Chains,
    rest: Mutex<Duration>,
}

impl Client {
    /// Makes the client.
    ///
    /// # Errors
    /// When the trusted roots cannot be used.
    pub fn new(making: Making) -> Result<Self, FetchError> {
        let chains = Chains::default();
        let web = |older| {
            let fail = |says: String| FetchError::Tls { host: String::new(), says };
            let config = tls::noting(making.ca_file.as_deref(), &chains, older).map_err(fail)?;
            let proxy = making.proxy.clone();
            let web = Web::builder()
                .tls_backend_preconfigured(config)
                .dns_resolver(making.guard.clone())
                // Each hop is judged by the guard.
                .redirect(reqwest::redirect::Policy::none())
                // Of proxies only the one the office chose: behind it names are looked up out of the guard's sight.
                .no_proxy()
                .proxy(reqwest::Proxy::custom(move |url| proxy.to(url)))
                .https_only(true)
                .user_agent(AGENT)
                .connect_timeout(CONNECT)
                .read_timeout(crate::fault::silence(SILENCE))
                .build();
            web.map_err(|error| fail(crate::problem::chain(&error)))
        };
        let older = if making.old_tls.is_empty() { None } else { Some(web(true)?) };
        let (web, rest) = (web(false)?, Mutex::default());
        Ok(Self { web, older, guard: making.guard, old_tls: making.old_tls, proxy: making.proxy, chains, rest })
    }

    /// The certificates a host showed, as PEM.
    pub fn chain_of(&self, host: &str) -> Option<String> {
        self.chains.of(host.split(':').next().unwrap_or(host))
    }

    /// `host:port` of the proxy by which a host was reached.
    pub fn proxy_of(&self, host: &str) -> Option<String> {
        self.proxy.used_for(host)
    }

    /// How long the last answer wished not to be asked again; told once.
    pub fn rest(&self) -> Duration {
        std::mem::take(&mut *self.rest.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether a host is spoken with in the older way.
    pub fn is_old(&self, host: &str) -> bool {
        self.old_tls.contains(host.split(':').next().unwrap_or(host))
    }

    /// Asks a question with a JSON body; gives the status and the whole answer, in whichever encoding it is written.
    ///
    /// # Errors
    /// When nothing whole came back.
    pub async fn ask(&self, url: &Url, headers: &[(&str, &str)], body: Vec<u8>) -> Result<(u16, Vec<u8>), FetchError> {
        let host = place_of(url);
        let mut response = self.send(Method::POST, url, &header_map(headers), Some(body)).await?;
        let status = response.status().as_u16();
        let (is_measured, said, mut bytes) = (is_measured(&response), coding::said(response.headers()), Vec::new());
        let (limit, mut is_ended) = (MOST_LIST_BYTES as u64, true);
        loop {
            let chunk = match response.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                // An answer of unknown length is whole where it is one.
                Err(error) if !is_measured && just_ended(&error) => {
                    is_ended = false;
                    break;
                }
                Err(error) => return Err(self.broken(&host, &error)),
            };
            if (bytes.len() + chunk.len()) as u64 > limit {
                return Err(FetchError::TooLarge { host, limit });
            }
            bytes.extend_from_slice(&chunk);
        }
        let bytes = coding::undone(bytes, &said, limit).map_err(|wrong| FetchError::coded(wrong, &host, limit))?;
        // What begins as such an answer and is none was cut short, also where its length was told so.
        let begins = bytes.trim_ascii_start().starts_with(b"{");
        if !is_json(&bytes) && (begins || !is_ended) {
            return Err(FetchError::Broken { host, says: "the answer ended too early".to_owned() });
        }
        Ok((status, bytes))
    }

    /// Asks for a file, following redirects as far as the guard lets it.
    ///
    /// # Errors
    /// When no answer with content came.
    pub async fn get(&self, url: &Url, headers: &[(&str, &str)]) -> Result<Response, FetchError> {
        let response = self.send(Method::GET, url, &header_map(headers), None).await?;
        let status = response.status();
        if status == StatusCode::OK || status == StatusCode::PARTIAL_CONTENT {
            return Ok(response);
        }
        Err(FetchError::Status { host: place_of(response.url()), status: status.as_u16() })
    }

    async fn send(
        &self,
        method: Method,
        url: &Url,
        headers: &HeaderMap,
        body: Option<Vec<u8>>,
    ) -> Result<Response, FetchError> {
        let mut url = url.clone();
        for hop in 0..=MOST_HOPS {
            let judged = self.guard.check(&url);
            judged.map_err(|refusal| if hop == 0 { refusal.into() } else { FetchError::Astray(refusal) })?;
            let host = place_of(&url);
            let web = self.older.as_ref().filter(|_| self.is_old(&host)).unwrap_or(&self.web);
            let request = || {
                let request = web.request(method.clone(), url.clone()).headers(headers.clone());
                body.iter().fold(request, |request, body| request.body(body.clone()))
            };
            let began = Instant::now();
            let response = match request().send().await.map_err(|error| self.broken(&host, &error)) {
                // Nothing was asked yet: of several servers behind one name another may be there.
                Err(FetchError::Unreachable { .. }) if began.elapsed() < QUICK => {
                    tokio::time::sleep(ONCE_MORE).await;
                    request().send().await.map_err(|error| self.broken(&host, &error))?
                }
                response => response?,
            };
            self.note_rest(&response);
            let is_moved = response.status().is_redirection() && response.status() != StatusCode::NOT_MODIFIED;
            // A question is not asked elsewhere: where it goes is written in the data or the settings.
            let next = response.headers().get(LOCATION).filter(|_| is_moved && method == Method::GET);
            let Some(next) = next else { return Ok(response) };
            let next = next.to_str().ok().and_then(|next| url.join(next).ok());
            url = next.ok_or_else(|| FetchError::Astray(Refusal::NoAddress(short(&url))))?;
        }
        Err(FetchError::Redirects { host: place_of(&url) })
    }

    fn note_rest(&self, response: &Response) {
        let is_busy = [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE].contains(&response.status());
        let wished = response.headers().get(RETRY_AFTER).filter(|_| is_busy).and_then(|it| it.to_str().ok());
        let rest = wished.and_then(|wished| rest_of(wished, clock::now())).unwrap_or_default();
        *self.rest.lock().unwrap_or_else(PoisonError::into_inner) = rest;
    }

    /// What an error of the web client means. Its own words may hold the address with its signature: they are left out.
    pub(super) fn broken(&self, host: &str, error: &reqwest::Error) -> FetchError {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
        let mut says = Vec::new();
        while let Some(inner) = cause {
            if let Some(refusal) = inner.downcast_ref::<Refusal>() {
                return refusal.clone().into();
            }
            let is_tls = inner.downcast_ref::<rustls::Error>().is_some()
                || inner
                    .downcast_ref::<std::io::Error>()
                    .is_some_and(|it| it.kind() == std::io::ErrorKind::InvalidData);
            if is_tls && error.is_connect() {
                return FetchError::Tls { host: host.to_owned(), says: inner.to_string() };
            }
            says.push(inner.to_string());
            cause = inner.source();
        }
        let what = if error.is_timeout() { "no answer in time" } else { "it ended too early" };
        let says = says.pop().unwrap_or_else(|| what.to_owned());
        if let Some(proxy) = self.proxy.used_for(host).filter(|_| error.is_connect()) {
            return FetchError::Proxy { proxy, host: host.to_owned(), says };
        }
        if error.is_connect() {
            return FetchError::Unreachable { host: host.to_owned(), says };
        }
        FetchError::Broken { host: host.to_owned(), says }
    }
}

/// How long a server wishes not to be asked, within bounds: seconds, or the moment from which on (RFC 9110 section 10.2.3).
fn rest_of(wished: &str, now: DateTime<FixedOffset>) -> Option<Duration> {
    let until = || DateTime::parse_from_rfc2822(wished.trim()).ok().and_then(|until| (until - now).to_std().ok());
    let seconds = wished.trim().parse().ok().map(Duration::from_secs);
    seconds.or_else(until).map(|rest| rest.min(MOST_REST))
}

/// Whether an answer says where it ends: by its length, or by how it is sent (RFC 9112 section 6.3, RFC 9113).
pub fn is_measured(response: &Response) -> bool {
    let has = |name| response.headers().contains_key(name);
    has(CONTENT_LENGTH) || has(TRANSFER_ENCODING) || response.version() > Version::HTTP_11
}

/// Whether the connection merely ended, without a word that it was to end: so do simple servers, and so does a cut line.
pub fn just_ended(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
    while let Some(inner) = cause {
        if inner.downcast_ref::<std::io::Error>().is_some_and(|it| it.kind() == std::io::ErrorKind::UnexpectedEof) {
            return true;
        }
        cause = inner.source();
    }
    false
}

fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(&text_of(bytes)).is_ok()
}

fn header_map(headers: &[(&str, &str)]) -> HeaderMap {
    let pairs = headers.iter().filter_map(|(name, value)| {
        Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(value).ok()?))
    });
    pairs.collect()
}

#[cfg(test)]
mod tests;

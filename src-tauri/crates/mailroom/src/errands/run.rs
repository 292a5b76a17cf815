//! One errand, start to end: the list is asked anew before every document, each document is kept before anything else.

use std::collections::BTreeSet;
use std::time::Duration;

use songda_core::errand::Errand;
use songda_core::errand::zxfw::{self, Answer, Offered, Parameters};
use songda_core::id::Digest;
use songda_core::ledger::{ErrandFact, Fact, ListedRecord};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::board::Progress;
use super::client::{Client, FetchError, Making};
use super::download::{self, Place};
use super::guard::{Guard, place_of};
use super::proxy::Proxy;
use super::{Due, take_in};
use crate::clock;
use crate::fault;
use crate::room::Room;
use crate::view::Problem;

/// How often in a row something may break before the errand is put off.
const MOST_BREAKS: u32 = 8;
/// How often in a row a server may not be reached at all: each time takes long, and seldom helps.
const MOST_UNREACHED: u32 = 2;
/// How long until a proxy is tried again that refused, or whose password could not be had.
const PROXY_AGAIN: Duration = Duration::from_secs(300);
/// Most documents of one list; a service of a court has a few dozen at the most.
const MOST_DOCUMENTS: usize = 500;

/// Why an errand stops for now: code, words, and after how long it is tried again; never where a person must act.
struct Stop(&'static str, String, Option<Duration>);

/// A running errand.
struct Run<'a> {
    room: &'a Room,
    due: Due,
    client: Client,
    list: Url,
    parameters: Parameters,
    stop: CancellationToken,
}

/// Runs one errand as far as it goes. What keeps it is recorded with it.
///
/// # Errors
/// When ledger or vault cannot be used.
pub async fn run(room: &Room, due: Due) -> Result<(), Problem> {
    let (id, service) = (due.id.clone(), due.service.clone());
    let stop = room.errands.begin(&id);
    let held_before = due.told.held_in_a_row;
    let outcome = match prepare(room, due, stop).await {
        Ok(run) => run.go().await,
        Err(stop) => Ok(Err(stop)),
    };
    room.errands.end(&id);
    if let Err(Stop(code, says, again)) = outcome? {
        tracing::warn!(code, errand = id.as_str(), "errand is held");
        let again = again.map(|again| clock::written(clock::now() + longer(again, held_before)));
        // Who stopped it put that on record already.
        if code != "pickup.stopped" {
            let held = ErrandFact::Held { errand: id, service, code: code.to_owned(), says, again };
            room.store.append(&room.stamp(), "songda", &[Fact::Errand(Box::new(held))], None).await?;
        }
    }
    room.changed().await?;
    take_in(room).await
}

/// The longer it was in vain, the longer until the next time; six hours at the most.
fn longer(again: Duration, held_before: u32) -> Duration {
    (again * 2_u32.pow(held_before.min(6))).min(Duration::from_secs(6 * 3600))
}

async fn prepare(room: &Room, due: Due, stop: CancellationToken) -> Result<Run<'_>, Stop> {
    let person = |code, says: String| Stop(code, says, None);
    let link = due.pickup.url.clone().unwrap_or_default();
    let parameters = Parameters::of_link(&link).ok_or_else(|| person("pickup.link-incomplete", String::new()))?;
    let base = due.settings.base.clone().or_else(|| Url::parse(&due.interface.base).ok());
    let list = base.and_then(|base| base.join(&due.interface.list).ok());
    let list = list.ok_or_else(|| person("pickup.no-address", due.interface.base.clone()))?;
    // The list itself is asked for at the platform's own address, or at the one the office set.
    let own = due.settings.base.iter().map(place_of).chain(due.settings.file_hosts.iter().cloned());
    let listed = due.interface.file_hosts.iter().cloned();
    let proxy = Proxy::of(&room.settings.proxy).await;
    let proxy = proxy.map_err(|says| Stop("pickup.proxy", says, Some(PROXY_AGAIN)))?;
    let making = Making {
        guard: Guard::new(listed, own).behind(proxy.clone()),
        proxy,
        ca_file: due.settings.ca_file.clone(),
        old_tls: due.settings.old_tls.iter().cloned().collect(),
    };
    let client = Client::new(making).map_err(|error| person("pickup.certificate", error.to_string()))?;
    Ok(Run { room, due, client, list, parameters, stop })
}

impl Run<'_> {
    async fn go(&self) -> Result<Result<(), Stop>, Problem> {
        let mut breaks = 0_u32;
        loop {
            match self.step().await? {
                Step::Stored => breaks = 0,
                Step::Done => return Ok(Ok(())),
                Step::Stop(stop) => return Ok(Err(stop)),
                Step::Broken(error) if breaks < most_of(&error) => {
                    breaks += 1;
                    tracing::info!(code = error.code(), errand = self.due.id.as_str(), "broke off, once more");
                    let wait = Duration::from_millis(100 * 2_u64.pow(breaks.min(6)));
                    tokio::select! {
                        () = self.stop.cancelled() => {}
                        () = tokio::time::sleep(wait) => {}
                    }
                }
                Step::Broken(error) => {
                    let wait = Some(Duration::from_secs(60));
                    return Ok(Err(Stop(error.code(), error.to_string(), wait)));
                }
            }
        }
    }

    /// Asks for the list and fetches the next document on it.
    async fn step(&self) -> Result<Step, Problem> {
        if self.stop.is_cancelled() {
            return Ok(Step::Stop(Stop("pickup.stopped", String::new(), None)));
        }
        let told = self.told().await;
        // The password the mail gives beside the link, or the one a person gave.
        let own = self.parameters.mm.as_deref().or(self.due.pickup.code.as_deref());
        let password = told.password.as_deref().or(own);
        let origin = self.due.interface.base.trim_end_matches('/');
        let referer = format!("{origin}/zxfw/");
        let headers = [("content-type", "application/json"), ("origin", origin), ("referer", referer.as_str())];
        let asked = tokio::select! {
            biased;
            () = self.stop.cancelled() => return Ok(Step::Stop(Stop("pickup.stopped", String::new(), None))),
            asked = self.client.ask(&self.list, &headers, self.parameters.body(password)) => asked,
        };
        let (status, answer) = match asked {
            Ok(answer) => answer,
            Err(error) => return Ok(Step::of(error)),
        };
        // Kept exactly as it came before anything is made of it.
        let kept = self.keep(answer.clone()).await?;
        match zxfw::read(status, &answer, &self.due.interface) {
            Answer::Documents(offered) => self.next_of(offered, kept, &told).await,
            other => Ok(self.refused(other, status)),
        }
    }

    fn refused(&self, answer: Answer, status: u16) -> Step {
        let hour = Some(Duration::from_secs(3600));
        let (code, says, again) = match answer {
            Answer::NeedsBrowser(says) => ("pickup.needs-browser", says, None),
            Answer::NeedsPassword(says) => ("pickup.needs-password", says, None),
            Answer::Expired(says) => ("pickup.expired", says, None),
            Answer::Refused(says) => ("pickup.refused", says, None),
            // Nothing was put there yet: the clerk may still be at it.
            Answer::Empty | Answer::Documents(_) => ("pickup.empty", String::new(), Some(Duration::from_secs(600))),
            Answer::Strange(says) if status >= 500 || status == 429 => {
                return Step::Broken(FetchError::Broken { host: place_of(&self.list), says });
            }
            Answer::Strange(says) => ("pickup.strange-answer", says, hour),
        };
        Step::Stop(Stop(code, says, again))
    }

    async fn next_of(&self, offered: Vec<Offered>, answer: Digest, told: &Errand) -> Result<Step, Problem> {
        if offered.len() > MOST_DOCUMENTS {
            let says = format!("{} documents", offered.len());
            return Ok(Step::Stop(Stop("pickup.too-many", says, None)));
        }
        self.note_list(&offered, answer, told).await?;
        let open = || offered.iter().filter(|it| !told.stored.contains_key(&it.key));
        let Some((next, url)) = open().find_map(|it| Some((it, it.url.as_deref()?))) else {
            let listed = offered.iter().map(|it| it.key.as_str());
            let gone = told.missing().filter(|it| !listed.clone().any(|key| key == it.key)).count();
            return self.finish(open().count() + gone).await;
        };
        let Ok(url) = Url::parse(url) else {
            return Ok(Step::Stop(Stop("pickup.no-address", next.name.clone(), None)));
        };
        let folder = self.room.home.root().join("errands").join(self.due.id.as_str());
        let place = Place { folder: &folder, key: &next.key, name: &next.name, limit: self.due.settings.limit_bytes };
        let seen = |bytes, total| {
            self.room.errands.note(&self.due.id, Progress { name: next.name.clone(), bytes, total });
        };
        seen(0, None);
        let whole = match download::fetch(&self.client, &url, &place, &self.stop, &seen).await {
            Ok(whole) => whole,
            Err(error) => return Ok(Step::of(error)),
        };
        let size_bytes = whole.bytes.len() as u64;
        let sha256 = self.keep(whole.bytes).await?;
        fault::point("pickup.kept");
        let stored = ErrandFact::Stored {
            errand: self.due.id.clone(),
            service: self.due.service.clone(),
            key: next.key.clone(),
            sha256,
            size_bytes,
            answer: Some(answer),
            chain: self.chain(&whole.host).await?,
            broken_off: 0,
            old_tls: self.client.is_old(&whole.host),
            proxy: self.client.proxy_of(&whole.host),
            host: whole.host,
        };
        self.record(vec![stored]).await?;
        fault::point("pickup.stored");
        place.clear();
        Ok(Step::Stored)
    }

    /// Puts a list on record that differs from the one before.
    async fn note_list(&self, offered: &[Offered], answer: Digest, told: &Errand) -> Result<(), Problem> {
        let keys: BTreeSet<String> = offered.iter().map(|it| it.key.clone()).collect();
        if told.on_last_list == keys && told.held.is_none() {
            return Ok(());
        }
        let documents = offered.iter().map(|it| ListedRecord {
            key: it.key.clone(),
            name: it.name.clone(),
            court: it.court.clone(),
        });
        let host = place_of(&self.list);
        let listed = ErrandFact::Listed {
            errand: self.due.id.clone(),
            service: self.due.service.clone(),
            answer,
            chain: self.chain(&host).await?,
            proxy: self.client.proxy_of(&host),
            host,
            documents: documents.collect(),
        };
        self.record(vec![listed]).await?;
        fault::point("pickup.listed");
        Ok(())
    }

    /// Everything that can come has come: it enters the service. What is listed and not there is waited for.
    async fn finish(&self, missing: usize) -> Result<Step, Problem> {
        let (told, known) = {
            let all = self.room.told.read().await;
            let brought = all.errands.brought(&self.due.mail).iter();
            let known: Vec<Digest> = brought.flat_map(|it| &it.documents).map(|it| it.sha256).collect();
            (all.errands.get(&self.due.id).cloned().unwrap_or_default(), known)
        };
        let documents: Vec<_> = told.in_order().into_iter().filter(|it| !known.contains(&it.sha256)).collect();
        if !documents.is_empty() || (missing == 0 && !told.is_done) {
            let (mail, errand) = (self.due.mail, Some(self.due.id.clone()));
            let brought =
                ErrandFact::Brought { mail, errand, channel: "platform".to_owned(), received_on: None, documents };
            self.record(vec![brought]).await?;
            fault::point("pickup.brought");
        }
        if missing == 0 {
            return Ok(Step::Done);
        }
        let says = missing.to_string();
        Ok(Step::Stop(Stop("pickup.partial", says, Some(Duration::from_secs(600)))))
    }

    async fn told(&self) -> Errand {
        let told = self.room.told.read().await;
        told.errands.get(&self.due.id).cloned().unwrap_or_default()
    }

    async fn record(&self, facts: Vec<ErrandFact>) -> Result<(), Problem> {
        let facts: Vec<Fact> = facts.into_iter().map(|fact| Fact::Errand(Box::new(fact))).collect();
        self.room.store.append(&self.room.stamp(), "songda", &facts, None).await?;
        self.room.changed().await
    }

    async fn keep(&self, bytes: Vec<u8>) -> Result<Digest, Problem> {
        let vault = self.room.vault.clone();
        let kept = tokio::task::spawn_blocking(move || vault.keep(&bytes)).await;
        Ok(kept.map_err(|error| Problem::new("home.vault", [error.to_string()]))??)
    }

    /// Keeps the certificates a host showed; equal ones lie once.
    async fn chain(&self, host: &str) -> Result<Option<Digest>, Problem> {
        match self.client.chain_of(host) {
            Some(chain) => self.keep(chain.into_bytes()).await.map(Some),
            None => Ok(None),
        }
    }
}

fn most_of(error: &FetchError) -> u32 {
    if matches!(error, FetchError::Unreachable { .. }) { MOST_UNREACHED } else { MOST_BREAKS }
}

enum Step {
    Stored,
    Done,
    Stop(Stop),
    Broken(FetchError),
}

impl Step {
    fn of(error: FetchError) -> Self {
        if error.may_pass() {
            return Self::Broken(error);
        }
        let again = match &error {
            // The disk may have room again; a certificate may be renewed.
            FetchError::Local { .. } | FetchError::Tls { .. } => Some(Duration::from_secs(300)),
            FetchError::Proxy { .. } => Some(PROXY_AGAIN),
            _ => None,
        };
        Self::Stop(Stop(error.code(), error.to_string(), again))
    }
}

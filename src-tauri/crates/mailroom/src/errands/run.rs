//! One errand, start to end: the list is asked anew before every document, each document is kept before anything else.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use songda_core::errand::Errand;
use songda_core::errand::zxfw::{self, Answer, Offered, Parameters};
use songda_core::id::Digest;
use songda_core::ledger::{ErrandFact, Fact, ListedRecord};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::board::Progress;
use super::client::{Client, FetchError, Making};
use super::download::{self, Place, Whole};
use super::failures::{Failures, Stop, again_after, pause};
use super::guard::{Guard, address, place_of};
use super::pass::Pass;
use super::proxy::Proxy;
use super::vain::Standing;
use super::{Due, take_in};
use crate::clock;
use crate::fault;
use crate::paste::text_of;
use crate::room::Room;
use crate::view::Problem;

/// How often a refusal whose words are not known is asked about again before a person must look.
const MOST_REFUSALS: u32 = 3;
/// How long until a proxy is tried again that refused, or whose password could not be had.
const PROXY_AGAIN: Duration = Duration::from_secs(300);
/// So much more of a document than before is worth another try at once: of a smaller one such a part of the whole.
const WORTH_GOING_ON: u64 = 64 << 10;
const PIECES: u64 = 10;
const LEAST_PIECE: u64 = 64;
/// Most documents of one list; a service of a court has a few dozen at the most.
const MOST_DOCUMENTS: usize = 500;

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
    let before = Standing::of(&*room.told.read().await, &id);
    let outcome = match prepare(room, due, stop).await {
        Ok(run) => run.go().await,
        Err(stop) => Ok(Err(stop)),
    };
    room.errands.end(&id);
    // What is done stays so, whatever a later look at its list comes to.
    let is_done = room.told.read().await.errands.get(&id).is_some_and(|told| told.is_done);
    if let Some(stop) = outcome?.err().filter(|_| !is_done) {
        tracing::warn!(code = stop.0, errand = id.as_str(), "errand is held");
        let Stop(code, says, again) = before.held(&Standing::of(&*room.told.read().await, &id), stop, clock::now());
        let again = again.map(|again| clock::written(clock::now() + again));
        // Who stopped it put that on record already.
        if code != "pickup.stopped" {
            let held = ErrandFact::Held { errand: id, service, code: code.to_owned(), says, again };
            room.store.append(&room.stamp(), "songda", &[Fact::Errand(Box::new(held))], None).await?;
        }
    }
    room.changed().await?;
    take_in(room).await
}

async fn prepare(room: &Room, due: Due, stop: CancellationToken) -> Result<Run<'_>, Stop> {
    let person = |code, says: String| Stop(code, says, None);
    let link = due.pickup.url.clone().unwrap_or_default();
    let parameters = Parameters::of_link(&link).ok_or_else(|| person("pickup.link-incomplete", String::new()))?;
    let base = due.settings.base.clone().or_else(|| Url::parse(&due.interface.base).ok());
    let list = base.and_then(|base| base.join(&due.interface.list).ok());
    let list = list.ok_or_else(|| person("pickup.no-address", due.interface.base.clone()))?;
    // The list itself is asked for at the platform's own address, or at the one the office set: that one alone may lie in
    // its own network. A further host for files is a name that anybody may make lead anywhere.
    let own = due.settings.base.iter().map(place_of);
    let listed = due.interface.file_hosts.iter().chain(&due.settings.file_hosts).cloned();
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
        let (mut pass, mut breaks) = (Pass::default(), 0_u32);
        let stop = loop {
            match self.step(&mut pass).await? {
                Step::Next(wait) => {
                    breaks = 0;
                    self.rest(wait.unwrap_or_default().max(self.client.rest())).await;
                }
                Step::Done => return Ok(Ok(())),
                Step::Stop(stop) => break stop,
                Step::Broken(error) if breaks < pass.failures.most(&error) => {
                    breaks += 1;
                    tracing::info!(code = error.code(), errand = self.due.id.as_str(), "broke off, once more");
                    self.rest(pause(breaks).max(self.client.rest())).await;
                }
                Step::Broken(error) => break Stop(error.code(), error.to_string(), again_after(&error)),
            }
        };
        // What came is brought in now, whatever becomes of the rest.
        self.bring().await?;
        Ok(if self.told().await.is_done { Ok(()) } else { Err(stop) })
    }

    async fn rest(&self, wait: Duration) {
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }

    /// Asks for the list and fetches the next document on it.
    async fn step(&self, pass: &mut Pass) -> Result<Step, Problem> {
        if self.stop.is_cancelled() {
            return Ok(Step::Stop(Stop("pickup.stopped", String::new(), None)));
        }
        let told = self.told().await;
        // The password the mail gives beside the link, or the one a person gave.
        let own = self.parameters.mm.as_deref().or(self.due.pickup.code.as_deref());
        let password = told.password.as_deref().or(own);
        let origin = self.due.interface.base.trim_end_matches('/');
        let referer = format!("{origin}/zxfw/");
        let referer = ("referer", referer.as_str());
        let headers =
            [("content-type", "application/json"), ("accept-encoding", "identity"), ("origin", origin), referer];
        let asked = tokio::select! {
            biased;
            () = self.stop.cancelled() => return Ok(Step::Stop(Stop("pickup.stopped", String::new(), None))),
            asked = self.client.ask(&self.list, &headers, self.parameters.body(password)) => asked,
        };
        let (status, answer) = match asked {
            Ok(answer) => answer,
            Err(error) => return Ok(Step::of(error)),
        };
        pass.failures.answered();
        // Kept exactly as it came before anything is made of it.
        let kept = self.keep(answer.clone()).await?;
        match zxfw::read(status, text_of(&answer).as_bytes(), &self.due.interface) {
            vain if pass.is_worth_asking(&vain, &told) => Ok(Step::Next(Some(pause(pass.empty)))),
            Answer::Documents(offered) => match pass.moving.settle(offered, &told) {
                Some(offered) => self.next_of(offered, kept, &told, pass).await,
                None => Ok(Step::Next(None)),
            },
            other => Ok(self.refused(other, status, &told)),
        }
    }

    fn refused(&self, answer: Answer, status: u16, told: &Errand) -> Step {
        let soon = Some(Duration::from_secs(600));
        let (code, says, again) = match answer {
            Answer::NeedsBrowser(says) => ("pickup.needs-browser", says, None),
            Answer::NeedsPassword(says) => ("pickup.needs-password", says, None),
            Answer::Expired(says) => ("pickup.expired", says, None),
            Answer::Refused(says) => ("pickup.refused", says, None),
            Answer::Unknown(says) => ("pickup.refused", says, soon.filter(|_| told.held_in_a_row < MOST_REFUSALS)),
            // Nothing was put there yet: the clerk may still be at it.
            Answer::Empty | Answer::Documents(_) => ("pickup.empty", String::new(), soon),
            Answer::Busy(says) => return Step::Broken(FetchError::Busy { host: place_of(&self.list), says }),
            // One that gave lists before gives them again.
            Answer::Strange(says) if status >= 500 || status == 429 || !told.listed.is_empty() => {
                return Step::Broken(FetchError::Broken { host: place_of(&self.list), says });
            }
            Answer::Strange(says) => ("pickup.strange-answer", says, soon),
        };
        Step::Stop(Stop(code, says, again))
    }

    /// Fetches the next document of a list, or ends the pass. One that fails is left behind the others.
    async fn next_of(
        &self,
        offered: Vec<Offered>,
        answer: Digest,
        told: &Errand,
        pass: &mut Pass,
    ) -> Result<Step, Problem> {
        // A list on which everything is called otherwise each time would be fetched without end.
        let count = offered.len().max(told.listed.len());
        if count > MOST_DOCUMENTS {
            return Ok(Step::Stop(Stop("pickup.too-many", format!("{count} documents"), None)));
        }
        pass.empty = 0;
        self.note_list(&offered, answer, told).await?;
        let told = &self.told().await;
        let open: Vec<&Offered> = offered.iter().filter(|it| !told.stored.contains_key(&it.key)).collect();
        let Some((next, url)) = pass.failures.next(&open) else {
            let listed = |key: &str| offered.iter().any(|it| it.key == key);
            let gone = told.missing().filter(|it| !listed(&it.key)).count();
            return self.finish(open.len() + gone, &pass.failures).await;
        };
        let Some(url) = address(&self.list, url) else {
            pass.failures.no_address(next);
            return Ok(Step::Next(None));
        };
        self.fetch((next, &url), answer, told, pass).await
    }

    /// Fetches one document and keeps it; what keeps it from coming is noted with it.
    async fn fetch(
        &self,
        (next, url): (&Offered, &Url),
        answer: Digest,
        told: &Errand,
        Pass { failures, moving, .. }: &mut Pass,
    ) -> Result<Step, Problem> {
        let folder = self.room.home.root().join("errands").join(self.due.id.as_str());
        let place = Place { folder: &folder, key: &next.key, name: &next.name, limit: self.due.settings.limit_bytes };
        let size = AtomicU64::new(0);
        let seen = |bytes, total: Option<u64>| {
            size.fetch_max(total.unwrap_or_default(), Ordering::Relaxed);
            self.room.errands.note(&self.due.id, Progress { name: next.name.clone(), bytes, total });
        };
        seen(0, None);
        // What came before a break may be of another one.
        if moving.is_unsure(next) {
            place.start_over();
        }
        let before = place.have();
        let whole = match download::fetch(&self.client, url, &place, &self.stop, &seen).await {
            Ok(whole) => whole,
            // These would keep every other document away as well.
            Err(error @ (FetchError::Stopped | FetchError::Local { .. } | FetchError::Proxy { .. })) => {
                return Ok(Step::of(error));
            }
            Err(error) => {
                tracing::info!(code = error.code(), errand = self.due.id.as_str(), "a document did not come");
                let wait = failures.note(next, &error);
                // A line that breaks off again and again, or a server that gives pieces, brings it bit by bit.
                let worth = (size.load(Ordering::Relaxed) / PIECES).clamp(LEAST_PIECE, WORTH_GOING_ON);
                let goes_on = place.have() >= before + worth;
                return Ok(Step::Next(if goes_on { Some(failures.went_on()) } else { wait }));
            }
        };
        failures.came(&next.key, &whole.host);
        if moving.came_again(next, &Digest::of(&whole.bytes), told) {
            place.clear();
            return Ok(Step::Next(Some(pause(1))));
        }
        self.store(next, whole, answer).await?;
        place.clear();
        Ok(Step::Next(None))
    }

    /// Keeps a document that came, and puts that on record.
    async fn store(&self, document: &Offered, whole: Whole, answer: Digest) -> Result<(), Problem> {
        let size_bytes = whole.bytes.len() as u64;
        let sha256 = self.keep(whole.bytes).await?;
        fault::point("pickup.kept");
        let stored = ErrandFact::Stored {
            errand: self.due.id.clone(),
            service: self.due.service.clone(),
            key: document.key.clone(),
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
        Ok(())
    }

    /// Puts a list on record that differs from the one before.
    async fn note_list(&self, offered: &[Offered], answer: Digest, told: &Errand) -> Result<(), Problem> {
        let keys: BTreeSet<String> = offered.iter().map(|it| it.key.clone()).collect();
        // A later look at what is done is put on record as well: it is not for every day.
        if told.on_last_list == keys && told.held.is_none() && !told.is_done {
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
            old_tls: self.client.is_old(&host),
            proxy: self.client.proxy_of(&host),
            host,
            documents: documents.collect(),
        };
        self.record(vec![listed]).await?;
        fault::point("pickup.listed");
        Ok(())
    }

    /// Everything that can come has come: it enters the service. What is listed and not there is waited for.
    async fn finish(&self, missing: usize, failures: &Failures) -> Result<Step, Problem> {
        self.bring().await?;
        if missing == 0 {
            return Ok(Step::Done);
        }
        let partial = || Stop("pickup.partial", missing.to_string(), Some(Duration::from_secs(600)));
        Ok(Step::Stop(failures.stop().unwrap_or_else(partial)))
    }

    /// Brings what came, and is not there yet, into the service.
    async fn bring(&self) -> Result<(), Problem> {
        let (told, known) = {
            let all = self.room.told.read().await;
            let brought = all.errands.brought(&self.due.mail).iter().filter(|it| it.undone.is_none());
            let known: Vec<Digest> = brought.flat_map(|it| &it.documents).map(|it| it.sha256).collect();
            (all.errands.get(&self.due.id).cloned().unwrap_or_default(), known)
        };
        let documents: Vec<_> = told.in_order().into_iter().filter(|it| !known.contains(&it.sha256)).collect();
        let is_whole = !told.listed.is_empty() && told.missing().next().is_none();
        if documents.is_empty() && (!is_whole || told.is_done) {
            return Ok(());
        }
        let (mail, errand) = (self.due.mail, Some(self.due.id.clone()));
        let brought =
            ErrandFact::Brought { mail, errand, channel: "platform".to_owned(), received_on: None, documents };
        self.record(vec![brought]).await?;
        fault::point("pickup.brought");
        Ok(())
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

enum Step {
    /// The next document's turn, after a wait where something failed.
    Next(Option<Duration>),
    Done,
    Stop(Stop),
    Broken(FetchError),
}

impl Step {
    fn of(error: FetchError) -> Self {
        if error.may_pass() {
            return Self::Broken(error);
        }
        Self::Stop(Stop(error.code(), error.to_string(), again_after(&error)))
    }
}

//! What people order: fetch what is behind a link, stop that, open the link themselves, bring files by hand.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use songda_core::case::ToldMail;
use songda_core::errand::{Brought, brought_with};
use songda_core::id::{Digest, DocumentId, ErrandId, ServiceId};
use songda_core::ledger::{BroughtRecord, ErrandFact, Fact, PickupRecord};
use url::Url;

use super::bring::is_brought;
use super::{is_fetchable, pickups_of, take_in};
use crate::room::Room;
use crate::rows::Teller;
use crate::view::Problem;
use crate::{clock, deadlines};

/// Most bytes of one file that is brought by hand.
const LARGEST: u64 = 1 << 30;

/// A link on its way into the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The link exactly as the mail holds it.
    pub url: String,
    /// The pickup code beside it.
    pub code: Option<String>,
}

async fn find(room: &Room, service: &str, errand: Option<&str>) -> Result<(ToldMail, ErrandId, PickupRecord), Problem> {
    room.refresh().await?;
    let told = room.told.read().await;
    let mail = told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
    let wanted = |id: &ErrandId| errand.is_none_or(|errand| errand == id.as_str());
    let found = pickups_of(mail).find(|(id, _)| wanted(id)).map(|(id, pickup)| (id, pickup.clone()));
    let (id, pickup) = found.ok_or_else(|| Problem::not_found(errand.unwrap_or(service)))?;
    Ok((mail.clone(), id, pickup))
}

async fn record(room: &Room, by: &str, fact: ErrandFact) -> Result<(), Problem> {
    room.store.append(&room.stamp(), by, &[Fact::Errand(Box::new(fact))], None).await?;
    room.changed().await
}

/// The address a link leads to, where it is a web address: its host, with its port where it says one.
fn host_of(url: &str) -> Option<String> {
    let url = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

fn strange_host(name: &str, host: Option<String>) -> Problem {
    Problem::new("pickup.strange-host", [name.to_owned()].into_iter().chain(host))
}

/// Orders that what is behind a link of a service be fetched; whoever holds the home does it. Gives the errand.
///
/// # Errors
/// `pickup.by-hand-only` when the platform can only be used in the browser; `pickup.strange-host` when the link only looks
/// like one of its links.
pub async fn ask(
    room: &Room,
    service: &str,
    errand: Option<&str>,
    password: Option<&str>,
    by: &str,
) -> Result<ErrandId, Problem> {
    let (mail, errand, pickup) = find(room, service, errand).await?;
    let reference = room.reference();
    let platform = reference.platforms.by_id(&pickup.platform);
    let name = platform.map_or(pickup.platform.as_str(), |platform| platform.name.as_str());
    if pickup.strange_host {
        return Err(strange_host(name, pickup.url.as_deref().and_then(host_of)));
    }
    if !is_fetchable(&pickup, platform) {
        return Err(Problem::new("pickup.by-hand-only", [name.to_owned()]));
    }
    let password = password.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let asked = ErrandFact::Asked { errand: errand.clone(), service: mail.service_id(), password };
    record(room, by, asked).await?;
    Ok(errand)
}

/// Stops an errand, also while it runs.
///
/// # Errors
/// When there is no such errand.
pub async fn cancel(room: &Room, service: &str, errand: Option<&str>, by: &str) -> Result<ErrandId, Problem> {
    let (mail, errand, _) = find(room, service, errand).await?;
    let held = ErrandFact::Held {
        errand: errand.clone(),
        service: mail.service_id(),
        code: "pickup.stopped".to_owned(),
        says: String::new(),
        again: None,
    };
    record(room, by, held).await?;
    room.errands.stop_where(|running| *running == errand);
    Ok(errand)
}

/// Puts on record that a person opens a link in the browser, and gives it. One to a host nobody knows is given only to
/// whoever says that the court confirmed it.
///
/// # Errors
/// When the pickup has no link, or one that is no web address; `pickup.strange-host` where nobody confirmed it.
pub async fn opening(
    room: &Room,
    service: &str,
    errand: Option<&str>,
    is_confirmed: bool,
    by: &str,
) -> Result<Opening, Problem> {
    let (mail, errand, pickup) = find(room, service, errand).await?;
    let url = pickup.url.clone().ok_or_else(|| Problem::new("pickup.no-link", [pickup.platform.clone()]))?;
    let host = host_of(&url).ok_or_else(|| Problem::new("pickup.no-address", [pickup.platform.clone()]))?;
    // Only what the data recognises as a platform's or a provider's link stands among the pickups; once more all the same.
    let reference = room.reference();
    if reference.platforms.of_link(&url).is_none() {
        match reference.platforms.of_shape(&url) {
            None => return Err(Problem::new("pickup.host-not-listed", [host])),
            Some(platform) if !is_confirmed => return Err(strange_host(&platform.name, Some(host))),
            Some(_) => {}
        }
    }
    record(room, by, ErrandFact::Opened { errand, service: mail.service_id(), host }).await?;
    Ok(Opening { url, code: pickup.code })
}

/// Puts on record that the browser could not be started for the link that [`opening`] gave.
///
/// # Errors
/// When there is no such errand.
pub async fn not_opened(room: &Room, service: &str, errand: &str, says: &str, by: &str) -> Result<(), Problem> {
    let (mail, errand, _) = find(room, service, Some(errand)).await?;
    record(room, by, ErrandFact::NotOpened { errand, service: mail.service_id(), says: says.to_owned() }).await
}

/// Takes in files that a person fetched from a platform, for a service. Files it has already are left out.
///
/// Gives how many are new.
///
/// # Errors
/// When a file cannot be read or is too large; then none is taken in.
pub async fn bring_files(room: &Room, service: &str, files: &[PathBuf], by: &str) -> Result<usize, Problem> {
    let read = read_all(files).await?;
    bring(room, service, read, None, by).await
}

/// Records that the papers themselves were received, on paper and on a day, with scans of them if there are any. When
/// that was before anything came electronically, the service counts from that day.
///
/// Gives how many scans are new.
///
/// # Errors
/// When a file cannot be read, or the day is none or lies in the future; then nothing is recorded.
pub async fn bring_paper(room: &Room, service: &str, on: &str, files: &[PathBuf], by: &str) -> Result<usize, Problem> {
    let day: NaiveDate = on.trim().parse().map_err(|_| Problem::new("deadline.not-a-date", [on.to_owned()]))?;
    if day > clock::today() {
        return Err(Problem::new("deadline.future-start", [day.to_string()]));
    }
    let (read, id) = (read_all(files).await?, ServiceId::from_text(service));
    // Asked before the scans are read: what they certify is this very day.
    let counted = room.ask(|teller| teller.told.by_service(&id).map(|mail| counted_from(teller, mail))).await?;
    let counted = counted.ok_or_else(|| Problem::not_found(service))?;
    let new = bring(room, service, read, Some(day.to_string()), by).await?;
    if counted.is_none_or(|counted| day < counted) {
        let day = day.to_string();
        deadlines::choose_start(room, service, Some(&day), &reason_of(&day), Some(by)).await?;
    }
    Ok(new)
}

/// The earliest day from which anything of a service counts now, whether by its arrival, the court's own proof, another
/// mail with the same paper or a person's word: a day that is chosen goes before all of them, so it must not be later.
fn counted_from(teller: &Teller<'_>, mail: &ToldMail) -> Option<NaiveDate> {
    let service = teller.standing_now(mail).and_then(|it| it.from_date());
    let deadlines = teller.now_of(mail).into_iter().filter_map(|now| now.deadline.reckoning.from);
    service.into_iter().chain(deadlines).min()
}

/// Takes a document back that a person put to the wrong service: it is read with the service no more. Its bytes stay in
/// the vault and its file in the case folder; it may be put to the right one.
///
/// # Errors
/// `not-found`; `pickup.not-by-hand` when it came with the mail or was fetched from a platform.
pub async fn take_back(room: &Room, service: &str, document: &str, by: &str) -> Result<(), Problem> {
    room.refresh().await?;
    let taken = {
        let told = room.told.read().await;
        let mail = told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
        let (_, record) = mail.service().ok_or_else(|| Problem::not_found(service))?;
        let id = mail.service_id();
        let found = record.files().find(|it| DocumentId::of(&id, &it.part).as_str() == document);
        let found = found.ok_or_else(|| Problem::not_found(document))?;
        let with = brought_with(&found.part, told.errands.brought(&mail.mail)).filter(|it| it.errand.is_none());
        let with = with.ok_or_else(|| Problem::new("pickup.not-by-hand", [found.title.clone()]))?;
        // What lies in an archive goes back with it.
        let place = found.part.split(['.', '!']).nth(1).and_then(|place| place.parse::<usize>().ok());
        let outer = place.and_then(|place| with.documents.get(place.checked_sub(1)?));
        let outer = with.documents.iter().find(|it| Some(it.sha256) == found.sha256).or(outer);
        let outer = outer.ok_or_else(|| Problem::not_found(document))?;
        ErrandFact::TakenBack { mail: mail.mail, document: outer.sha256 }
    };
    record(room, by, taken).await?;
    if room.is_holder() {
        take_in(room).await?;
    }
    Ok(())
}

/// Takes back that the papers of a service were received on paper on a day, and with it scans that were brought with
/// that. A start that was chosen for it alone is taken back as well; of what remains the earliest counts.
///
/// # Errors
/// `not-found` when nothing of the kind is recorded; `case.no-reason` without a reason.
pub async fn take_paper_back(room: &Room, service: &str, on: &str, why: &str, by: &str) -> Result<(), Problem> {
    let id = ServiceId::from_text(service);
    room.refresh().await?;
    let (mail, was_chosen) = {
        let told = room.told.read().await;
        let mail = told.by_service(&id).ok_or_else(|| Problem::not_found(service))?;
        let is_recorded = told.errands.brought(&mail.mail).iter().any(|it| it.is_paper_of(on));
        let chosen = told.lives.start_of(&id).map(|(start, _)| start);
        let was_chosen = chosen.is_some_and(|start| start.reason == reason_of(on));
        (is_recorded.then_some(mail.mail).ok_or_else(|| Problem::not_found(on))?, was_chosen)
    };
    record(room, by, ErrandFact::PaperTakenBack { mail, received_on: on.to_owned(), why: why.to_owned() }).await?;
    if room.is_holder() {
        take_in(room).await?;
    }
    if !was_chosen {
        return Ok(());
    }
    deadlines::choose_start(room, service, None, why, Some(by)).await?;
    let rest = room.ask(|teller| {
        let mail = teller.told.by_service(&id)?;
        let standing = teller.told.errands.brought(&mail.mail).iter().filter(|it| it.undone.is_none());
        let day: NaiveDate = standing.filter_map(|it| it.received_on.as_deref()?.parse().ok()).min()?;
        counted_from(teller, mail).is_none_or(|counted| day < counted).then_some(day)
    });
    if let Some(day) = rest.await? {
        let day = day.to_string();
        deadlines::choose_start(room, service, Some(&day), &reason_of(&day), Some(by)).await?;
    }
    Ok(())
}

/// Why the service counts from the day of its papers.
fn reason_of(day: &str) -> String {
    format!("纸质文书于{day}签收，早于电子送达")
}

/// Takes in one file whose bytes the window gives.
///
/// # Errors
/// When it is empty or too large.
pub async fn bring_bytes(room: &Room, service: &str, name: &str, bytes: Vec<u8>, by: &str) -> Result<usize, Problem> {
    if bytes.is_empty() || bytes.len() as u64 > LARGEST {
        return Err(Problem::new("pickup.file-unreadable", [name.to_owned(), format!("{} bytes", bytes.len())]));
    }
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    bring(room, service, vec![(name, bytes)], None, by).await
}

/// Names and bytes of files.
async fn read_all(files: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, Problem> {
    let mut read = Vec::new();
    for file in files {
        let file = file.clone();
        let shown = file.display().to_string();
        let done = tokio::task::spawn_blocking(move || read_file(&file)).await;
        let bytes =
            done.map_err(|error| Problem::new("pickup.file-unreadable", [shown.clone(), error.to_string()]))??;
        let name = shown.rsplit(['/', '\\']).next().unwrap_or(&shown).to_owned();
        read.push((name, bytes));
    }
    Ok(read)
}

fn read_file(file: &Path) -> Result<Vec<u8>, Problem> {
    let fail = |says: String| Problem::new("pickup.file-unreadable", [file.display().to_string(), says]);
    let found = std::fs::metadata(file).map_err(|error| fail(error.to_string()))?;
    if !found.is_file() || found.len() > LARGEST || found.len() == 0 {
        return Err(fail(format!("{} bytes", found.len())));
    }
    std::fs::read(file).map_err(|error| fail(error.to_string()))
}

async fn bring(
    room: &Room,
    service: &str,
    files: Vec<(String, Vec<u8>)>,
    received_on: Option<String>,
    by: &str,
) -> Result<usize, Problem> {
    let known = room.ask(|teller| {
        let mail = teller.told.by_service(&ServiceId::from_text(service))?;
        let brought = teller.told.errands.brought(&mail.mail).iter().flat_map(Brought::standing).map(|it| it.sha256);
        // What was brought stands among the parts until the mail is read again after it was taken back.
        let whole = teller.whole(mail)?;
        let parts = whole.parts.iter().filter(|part| !is_brought(&part.path)).map(|part| part.sha256);
        Some((mail.mail, brought.chain(parts).collect::<Vec<Digest>>()))
    });
    let (mail, mut known) = known.await?.ok_or_else(|| Problem::not_found(service))?;
    let vault = room.vault.clone();
    let keep = move || -> Result<Vec<BroughtRecord>, Problem> {
        let mut documents = Vec::new();
        for (name, bytes) in files {
            let sha256 = vault.keep(&bytes)?;
            if !known.contains(&sha256) {
                known.push(sha256);
                documents.push(BroughtRecord { name, sha256, size_bytes: bytes.len() as u64 });
            }
        }
        Ok(documents)
    };
    let kept = tokio::task::spawn_blocking(keep).await;
    let documents = kept.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
    let new = documents.len();
    if new > 0 || received_on.is_some() {
        let channel = if received_on.is_some() { "paper" } else { "dropped" }.to_owned();
        let brought = ErrandFact::Brought { mail, errand: None, channel, received_on, documents };
        record(room, by, brought).await?;
    }
    if room.is_holder() {
        take_in(room).await?;
    }
    Ok(new)
}

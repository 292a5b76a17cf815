//! One look into a folder: what is new is taken first, what is older is filled in behind it.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta};
use tokio::time::Instant;

use super::fetch::{self, Item, Opened};
use super::folders::Folder;
use super::place::{Chunk, MOST_REFUSALS, Place};
use super::session::{Session, Wire};
use super::single::{self, Got};
use crate::connect::provenance::Provenance;
use crate::connect::{Arrival, ConnectError, NotTaken, Passed, Progress, Reins, Sighting, Uid};

/// A first look that reaches back less than this further is no other one: days pass.
const FURTHER: TimeDelta = TimeDelta::days(1);

/// How long a look goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Until nothing is open.
    ToTheEnd,
    /// Until the newest mails are taken, or this moment.
    Newest(Instant),
    /// Until this moment.
    Until(Instant),
}

/// Who looks, and for whom.
#[derive(Debug)]
pub struct Looker<'a> {
    /// Id of the mailbox.
    pub mailbox: &'a str,
    /// Whose mails these are: server, user and address.
    pub account: &'a str,
    /// Where arrivals go.
    pub reins: &'a Reins,
    /// The conversation, for the record of what it gives.
    pub provenance: Arc<Provenance>,
    /// Larger mails are put on record, not fetched.
    pub limit_bytes: u32,
    /// How far back the first look into a folder goes; none takes everything.
    pub since: Option<DateTime<FixedOffset>>,
}

impl Looker<'_> {
    /// Gives new mails of a folder on, then older ones as long as the pace allows. `is_open` says that the folder may
    /// be open already.
    ///
    /// # Errors
    /// [`ConnectError::Folder`], [`ConnectError::NotKept`], [`ConnectError::Local`]: the conversation goes on;
    /// [`ConnectError::Broken`]: it does not.
    pub async fn look<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
        is_open: bool,
        pace: Pace,
    ) -> Result<(), ConnectError> {
        let looked = self.look_on(session, folder, place, is_open, pace).await;
        let is_servers = matches!(looked, Err(ConnectError::Broken { .. } | ConnectError::Folder { .. }));
        if is_servers && place.progress.validity != 0 {
            // What broke it is remembered beyond this run. Where even that cannot be kept the next run learns it again.
            let _ = self.note(folder, place).await;
        }
        looked
    }

    async fn look_on<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
        is_open: bool,
        pace: Pace,
    ) -> Result<(), ConnectError> {
        let is_open = is_open && session.opened.as_deref() == Some(folder.wire.as_str());
        let is_full = !is_open || place.progress.validity == 0;
        if is_full {
            let opened = fetch::open(session, folder).await?;
            self.begin(session, folder, place, &opened).await?;
            if opened.is_empty() {
                // A word that may be wrong: what is open stays open, which costs nothing as long as no mail lies there.
                return self.note(folder, place).await;
            }
        }
        self.news(session, folder, place, is_full).await?;
        if let Some(says) = place.pausing() {
            let (host, says) = (session.host().to_owned(), says.to_owned());
            return Err(ConnectError::Folder { host, folder: folder.name.clone(), says });
        }
        self.fill(session, folder, place, pace).await?;
        match pace {
            Pace::Until(_) => Ok(()),
            _ if is_full => self.try_left(session, folder, place).await,
            _ => Ok(()),
        }
    }

    /// Lists what came since; a full look makes sure of the highest mail that was known.
    async fn news<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
        is_full: bool,
    ) -> Result<(), ConnectError> {
        let Some(first) = place.progress.upto.checked_add(1) else { return Ok(()) };
        if place.progress.broke.news {
            let top = fetch::highest(session, folder).await?;
            // As long as that is the highest its line would be named again with whatever is asked for behind it.
            place.progress.broke.news = top < first;
            place.progress.raise(top);
            place.forget();
            return Ok(());
        }
        let mark = place.progress.mark.filter(|mark| is_full && mark.uid < first);
        let set = mark.map_or_else(|| format!("{first}:*"), |mark| format!("{},{first}:*", mark.uid));
        let (mut items, asked) = fetch::heard(session, folder, &set).await;
        if matches!(asked, Err(ConnectError::Broken { .. })) {
            place.progress.broke.news = true;
        }
        asked?;
        let seen = mark.and_then(|mark| items.iter().find(|item| item.uid == mark.uid).map(|item| (mark, *item)));
        if seen.is_some_and(|(mark, item)| mark.differs(item.size_bytes, item.dated)) && place.may_begin_anew() {
            // A mailbox that was restored and has grown since: its numbers mean other mails.
            self.begin_anew(session, folder, place, place.progress.validity, false).await?;
            place.began_anew = Some(Instant::now());
            return Ok(());
        }
        // A range that ends in `*` always names the last mail, also one that is known.
        items.retain(|item| item.uid >= first);
        if let Some(last) = items.last().map(|item| item.uid) {
            place.progress.raise(last);
            place.forget();
            for item in &items {
                place.progress.know(item.uid, item.size_bytes, item.dated);
            }
            // News come first: what was listed of the older ones is listed again when its turn comes.
            place.chunk = Some(Chunk { first, last, items });
        }
        Ok(())
    }

    /// Makes out whether the numbers still mean the mails they meant, and how far back to look.
    async fn begin<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
        opened: &Opened,
    ) -> Result<(), ConnectError> {
        place.exists = opened.exists;
        let is_first = place.progress.validity == 0;
        // A mailbox restored by careless hands gives old numbers out again and keeps its UIDVALIDITY.
        let counts_back = place.may_begin_anew() && opened.next.is_some_and(|next| next <= place.progress.upto);
        if opened.validity != place.progress.validity || (counts_back && !is_first) {
            self.begin_anew(session, folder, place, opened.validity, opened.is_empty()).await?;
            place.began_anew = (!is_first && counts_back).then(Instant::now);
        } else if place.todo != place.progress.open && place.chunk.is_none() {
            place.forget();
        }
        self.reach_further(session, folder, place).await
    }

    /// All UIDs mean other mails now. What was kept before is recognised by its bytes.
    async fn begin_anew<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
        validity: u32,
        is_empty: bool,
    ) -> Result<(), ConnectError> {
        // UIDNEXT is not asked: a number that is told too high would hide every mail below it.
        let top = if is_empty { 0 } else { fetch::highest(session, folder).await? };
        let since = if place.progress.validity == 0 { self.since } else { place.progress.since };
        let progress = Progress { account: self.account.to_owned(), ..Progress::begin(validity, top, since) };
        place.replace(progress);
        Ok(())
    }

    /// The office wants older mails than the first look took: those are opened.
    async fn reach_further<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
    ) -> Result<(), ConnectError> {
        let Some(limit) = place.progress.since else { return Ok(()) };
        if self.since.is_some_and(|since| since + FURTHER > limit) {
            return Ok(());
        }
        let further = Progress { since: self.since, ..place.progress.clone() };
        let was = std::mem::replace(&mut place.progress, further);
        let mut run: Option<(u32, u32)> = None;
        // A folder that was empty then left nothing out, and servers refuse a range that ends at 0.
        let old = match was.old_to {
            0 => Vec::new(),
            to if place.reach_broke => {
                // What cannot be listed at once is looked at again piece by piece, known or not.
                place.progress.open.open(1, to);
                Vec::new()
            }
            to => {
                let listed = fetch::list(session, folder, 1, Some(to)).await;
                if listed.is_err() {
                    place.reach_broke = true;
                    place.progress = was.clone();
                }
                listed?
            }
        };
        for item in old {
            let is_new = !was.reaches(item.uid, item.dated) && place.progress.reaches(item.uid, item.dated);
            run = match (run, is_new) {
                (Some((first, _)), true) => Some((first, item.uid)),
                (None, true) => Some((item.uid, item.uid)),
                (run, false) => {
                    if let Some((first, last)) = run {
                        place.progress.open.open(first, last);
                    }
                    None
                }
            };
        }
        if let Some((first, last)) = run {
            place.progress.open.open(first, last);
        }
        place.forget();
        Ok(())
    }

    /// Some of the mails on record as not taken: the limit may be higher by now, or the server kinder.
    async fn try_left<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
    ) -> Result<(), ConnectError> {
        let uids = place.left_now();
        if uids.is_empty() {
            return Ok(());
        }
        // What has no line that can be read is tried without one.
        let is_blind = |uid: &u32| place.progress.broke.blind.contains(uid);
        let (blind, seen): (Vec<u32>, Vec<u32>) = uids.iter().copied().partition(is_blind);
        let set: Vec<String> = seen.iter().map(u32::to_string).collect();
        let was_single = seen.len() == 1;
        place.leave_alone(if was_single { &seen } else { &[] });
        let (mut listed, asked) = match seen.is_empty() {
            true => (Vec::new(), Ok(())),
            false => fetch::heard(session, folder, &set.join(",")).await,
        };
        place.left_singly |= !was_single && matches!(asked, Err(ConnectError::Broken { .. }));
        asked?;
        place.were_tried(&seen);
        listed.extend(blind.into_iter().map(Item::blind));
        place.left.retain(|uid| !uids.contains(uid) || listed.iter().any(|item| item.uid == *uid));
        let mut refusals = 0;
        for item in listed.iter().filter(|item| uids.contains(&item.uid) && !item.exceeds(self.limit_bytes)) {
            match self.try_one_left(session, folder, place, item).await? {
                Some(says) => {
                    refusals += 1;
                    if is_for_now(&says) || refusals >= MOST_REFUSALS {
                        let host = session.host().to_owned();
                        place.begin_pause(says.clone());
                        return Err(ConnectError::Folder { host, folder: folder.name.clone(), says });
                    }
                }
                None => refusals = 0,
            }
        }
        Ok(())
    }

    /// Tries one of them; gives the server's words where it refuses.
    async fn try_one_left<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
        item: &Item,
    ) -> Result<Option<String>, ConnectError> {
        place.leave_alone(&[item.uid]);
        let (got, announced) = single::fetch(session, &self.reins.vault, item, self.limit_bytes).await;
        if announced.is_some() {
            // It announced something endless: once in a run is enough.
            place.left.remove(&item.uid);
        }
        let got = got?;
        place.were_tried(&[item.uid]);
        match got {
            Got::Mail(raw) => {
                let sighting = self.sighting(folder, place.progress.validity, item);
                if self.reins.give(vec![Arrival { raw, sighting, after: None }]).await == 0 {
                    return Err(not_kept(folder, item.uid));
                }
                place.left.remove(&item.uid);
                Ok(None)
            }
            Got::Refused(says) => Ok(Some(says)),
            Got::Nothing => {
                if !fetch::is_there(session, folder, item.uid).await? {
                    place.left.remove(&item.uid);
                }
                Ok(None)
            }
            Got::TooLong(_) => Ok(None),
        }
    }

    /// Where a mail was seen.
    pub(super) fn sighting(&self, folder: &Folder, validity: u32, item: &Item) -> Sighting {
        Sighting {
            mailbox: self.mailbox.to_owned(),
            folder: folder.name.clone(),
            uid: Some(Uid { validity, uid: item.uid }),
            file: None,
            internal_date: item.dated,
            provenance: Some(self.provenance.clone()),
        }
    }

    /// Puts a mail on record as not taken, with how far the folder has been read then.
    pub(super) async fn leave(
        &self,
        folder: &Folder,
        place: &mut Place,
        item: &Item,
        (size_bytes, code): (u64, &'static str),
        after: Progress,
    ) -> Result<(), ConnectError> {
        let sighting = self.sighting(folder, place.progress.validity, item);
        if !self.reins.note(NotTaken { sighting, size_bytes, code, after: Some(after.clone()) }).await {
            return Err(not_kept(folder, item.uid));
        }
        place.left.insert(item.uid);
        place.noted = Some(after.clone());
        place.progress = after;
        Ok(())
    }

    /// Puts on record how far the folder has been read, where that is not on record yet.
    pub(super) async fn note(&self, folder: &Folder, place: &mut Place) -> Result<(), ConnectError> {
        if place.noted.as_ref() == Some(&place.progress) {
            return Ok(());
        }
        let progress = place.progress.clone();
        let (mailbox, name) = (self.mailbox.to_owned(), folder.name.clone());
        if !self.reins.pass(Passed { mailbox, folder: name, progress: progress.clone() }).await {
            return Err(not_kept(folder, progress.upto));
        }
        place.noted = Some(progress);
        Ok(())
    }
}

/// Whether a server refuses because it will not give now, to whomever (RFC 5530, and the words of those who do not
/// know it), and not because of the mail.
pub(super) fn is_for_now(says: &str) -> bool {
    const WORDS: [&str; 11] = [
        "[LIMIT]",
        "[UNAVAILABLE]",
        "[INUSE]",
        "THROTTL",
        "BUSY",
        "TOO MANY",
        "TOO FREQUENT",
        "TRY AGAIN",
        "频繁",
        "稍后",
        "稍候",
    ];
    let says = says.to_uppercase();
    WORDS.iter().any(|word| says.contains(word))
}

/// A mail that was given and is not safe.
pub(super) fn not_kept(folder: &Folder, uid: u32) -> ConnectError {
    ConnectError::NotKept { folder: folder.name.clone(), mail: uid.to_string() }
}

//! The daily self-check: a known mail is really fetched once more, beside the watching and never in its way.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta, Timelike as _};
use songda_core::ledger::{Alarm, Arrived, Fact, SELF_CHECK_FAILED, SelfCheck};
use tokio::task::{Id, JoinSet};
use tokio::time::timeout;

use super::{ALL, alarm_of, moment, put};
use crate::clock;
use crate::connect::{self, ConnectError, KnownMail, Recheck};
use crate::room::Room;
use crate::settings::{MailboxSettings, Source};

/// How long one may take; a server that hangs has failed it.
const LONGEST: Duration = Duration::from_secs(180);
/// Between two self-checks that went well, and after one that did not.
const SELF_CHECK: TimeDelta = TimeDelta::hours(22);
const SELF_CHECK_AGAIN: TimeDelta = TimeDelta::hours(1);
/// So long after its start the program has just read everything anyway.
const SETTLED: TimeDelta = TimeDelta::minutes(10);
/// Self-checks wait for the office's morning, so that what they find is seen.
const MORNING: u32 = 8;
/// Among so many of the last mails of a mailbox the smallest are fetched again.
const LAST_MAILS: usize = 50;
/// So many are tried, should some of them be gone.
const TRIED: usize = 6;

/// Self-checks under way, one at a time for each mailbox. They end with this.
#[derive(Default)]
pub struct Checks {
    tasks: JoinSet<()>,
    running: BTreeMap<Id, String>,
}

impl Checks {
    /// Begins those that are due.
    pub async fn run_due(&mut self, room: &Arc<Room>) {
        self.forget_ended();
        for mailbox in room.settings.mailboxes.iter().filter(|mailbox| !mailbox.is_folder()) {
            if self.is_running(&mailbox.id) || !is_self_check_due(room, &mailbox.id).await {
                continue;
            }
            let (room, mailbox, id) = (room.clone(), mailbox.clone(), mailbox.id.clone());
            self.begin(id, async move { _ = self_check(&room, &mailbox).await });
        }
    }

    fn forget_ended(&mut self) {
        while let Some(ended) = self.tasks.try_join_next_with_id() {
            let id = ended.map_or_else(|error| error.id(), |(id, ())| id);
            self.running.remove(&id);
        }
    }

    fn is_running(&self, mailbox: &str) -> bool {
        self.running.values().any(|id| id == mailbox)
    }

    fn begin(&mut self, mailbox: String, check: impl Future<Output = ()> + Send + 'static) {
        let task = self.tasks.spawn(check);
        self.running.insert(task.id(), mailbox);
    }
}

/// What came of asking, or that nothing came of it in time.
async fn in_time(
    mailbox: &str,
    asked: impl Future<Output = Result<Recheck, ConnectError>>,
) -> Result<Recheck, ConnectError> {
    let (host, says) = (mailbox.to_owned(), connect::tls::no_answer(LONGEST));
    let too_late = |_| Err(ConnectError::Broken { host, doing: "checking itself", says });
    timeout(LONGEST, asked).await.unwrap_or_else(too_late)
}

async fn is_self_check_due(room: &Room, mailbox: &str) -> bool {
    let now = clock::now();
    let has_looked = {
        let mind = room.dog.mind();
        let last = mind.looked.get(&(mailbox.to_owned(), ALL.to_owned()));
        last.is_some_and(|last| *last >= room.dog.started) && !mind.failing.contains_key(mailbox)
    };
    let told = room.told.read().await;
    let last = told.watched.get(mailbox).and_then(|watched| watched.self_check.as_ref());
    has_looked && is_time_to_check(now, room.dog.started, last.map(|(check, at)| (check.is_well(), at.as_str())))
}

/// Whether a self-check is due by the clock: once a day in the morning, an hour after one that did not go well (`last`).
pub(super) fn is_time_to_check(
    now: DateTime<FixedOffset>,
    started: DateTime<FixedOffset>,
    last: Option<(bool, &str)>,
) -> bool {
    let due = last.is_none_or(|(was_well, at)| {
        let least = if was_well { SELF_CHECK } else { SELF_CHECK_AGAIN };
        moment(at).is_none_or(|at| now - at >= least)
    });
    due && now.hour() >= MORNING && now - started >= SETTLED
}

/// Fetches a known mail once more, over a connection of its own, and compares it with what is kept. What was found
/// is on record afterwards.
pub async fn self_check(room: &Room, mailbox: &MailboxSettings) -> SelfCheck {
    let known = known_in(room, mailbox).await;
    let id = mailbox.id.clone();
    let found = in_time(&id, connect::recheck(mailbox, &room.vault, &known)).await;
    let of = |outcome: &str, mail: Option<&KnownMail>| SelfCheck {
        mailbox: id.clone(),
        outcome: outcome.to_owned(),
        folder: mail.map(|mail| mail.folder.clone()),
        uid: mail.map(|mail| (mail.uid.validity, mail.uid.uid)),
        mail: mail.map(|mail| mail.digest),
    };
    let check = match &found {
        Ok(Recheck::Same(mail)) => of("same", Some(mail)),
        Ok(Recheck::Differs(mail)) => of("differs", Some(mail)),
        // A mail that is kept comes as it was kept; one that is not known may have come this moment.
        Ok(Recheck::Newest(mail)) if is_kept(room, mail).await => of("same", Some(mail)),
        Ok(Recheck::Newest(_) | Recheck::Unchecked) => of("unchecked", None),
        Ok(Recheck::NothingKnown) => of("nothing-known", None),
        Err(error) => of(error.code(), None),
    };
    put(room, Fact::SelfChecked(check.clone())).await;
    if check.has_failed() && alarm_of(room, &mailbox.id).await.is_none() {
        let since = clock::written(clock::now());
        put(room, Fact::Alarm(Alarm { mailbox: mailbox.id.clone(), since, code: SELF_CHECK_FAILED.to_owned() })).await;
    }
    check
}

async fn is_kept(room: &Room, mail: &KnownMail) -> bool {
    room.told.read().await.mail(&mail.digest).is_some()
}

/// Whether a mail was seen in this mailbox while it was the same account on the same server.
fn is_of(seen: &Arrived, mailbox: &MailboxSettings) -> bool {
    let server = seen.record.as_ref().and_then(|record| record.server.as_deref());
    let is_same = |server: &str| match &mailbox.source {
        Source::Imap { server: now, .. } => now.host == server,
        Source::Folder { .. } => true,
    };
    let is_place = seen.mailbox == mailbox.id && seen.uid.is_some();
    is_place && (seen.address.is_empty() || seen.address == mailbox.address) && server.is_none_or(is_same)
}

/// Mails that should still lie where they were seen: of the last ones, the smallest.
async fn known_in(room: &Room, mailbox: &MailboxSettings) -> Vec<KnownMail> {
    let told = room.told.read().await;
    let sightings = told.mails.iter().rev().flat_map(|mail| mail.sightings.iter().rev());
    let in_it = sightings.filter(|seen| is_of(seen, mailbox)).take(LAST_MAILS);
    let mut last: Vec<_> = in_it.collect();
    last.sort_by_key(|seen| seen.size_bytes);
    let known = last.into_iter().take(TRIED).filter_map(|seen| {
        let (validity, uid) = seen.uid?;
        Some(KnownMail { folder: seen.folder.clone(), uid: connect::Uid { validity, uid }, digest: seen.mail })
    });
    known.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_server_that_hangs_fails_its_own_check_and_holds_up_nobody() {
        let mut checks = Checks::default();
        checks.begin("hangs".to_owned(), async {
            let checked = in_time("hangs", std::future::pending()).await;
            assert_eq!(checked.unwrap_err().code(), "mailbox.connection-broken");
        });
        checks.begin("breaks".to_owned(), async { panic!("it breaks") });
        tokio::time::sleep(Duration::from_secs(5)).await;
        checks.forget_ended();
        assert!(
            checks.is_running("hangs") && !checks.is_running("breaks"),
            "one at a time, and begun anew once it ended"
        );
        tokio::time::sleep(LONGEST).await;
        checks.forget_ended();
        assert!(!checks.is_running("hangs"));
        assert_eq!(in_time("well", async { Ok(Recheck::NothingKnown) }).await.unwrap(), Recheck::NothingKnown);
    }
}

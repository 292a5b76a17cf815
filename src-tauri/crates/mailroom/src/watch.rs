//! The loop: sources give arrivals, the clock gives ticks, and everything that happens is one closed event.

mod chores;
mod tasks;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use songda_core::case::ReceiptState;
use songda_core::id::Digest;
use songda_core::ledger::Fact;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use self::chores::Chores;
use self::tasks::{keep_house, keep_reminding, keep_told, run_errands};
use crate::acknowledge::Way;
use crate::connect::{self, Arrival, ConnectError, Mode, Reins, SourceEvent};
use crate::room::Room;
use crate::settings::MailboxSettings;
use crate::view::Problem;
use crate::watchdog::{self, Look};
use crate::{acknowledge, announce, calendars, caseroot, clock, errands, feed, receive, wakeful};

/// How many batches of kept mails wait to be read before no more are taken; they cost a digest for each mail.
const MOST_WAITING: usize = 256;
/// How long sources get to say goodbye.
const GOODBYE: Duration = Duration::from_secs(4);

/// Everything that can wake the loop.
enum Event {
    Source(String, Box<SourceEvent>),
    /// A chore ended by itself: which one, or what kept it from going on at all.
    Chore(Result<&'static str, Problem>),
    Stop,
}

/// Repairs what a stop left half done: unsure receipts are marked, kept mails read, waiting documents filed.
///
/// # Errors
/// When ledger or vault cannot be used.
pub async fn resume(room: &Room) -> Result<(), Problem> {
    resume_sending(room).await?;
    resume_reading(room).await
}

/// What a stop left on its way to a court: it is put there again where that is harmless, else marked unsure.
async fn resume_sending(room: &Room) -> Result<(), Problem> {
    requeue_repeatable(room).await?;
    acknowledge::mark_unsure(room).await
}

async fn resume_reading(room: &Room) -> Result<(), Problem> {
    receive::catch_up(room).await?;
    calendars::import_from_settings(room).await?;
    announce::announce_if_changed(room).await
}

/// A receipt cut off on its way into an outbox folder, or to a court's interface, is put there again: equal bytes lie
/// there once, and the interface knows the request by its key.
async fn requeue_repeatable(room: &Room) -> Result<(), Problem> {
    for receipt in room.receipts_in(ReceiptState::Sending).await? {
        let is_repeatable = {
            let told = room.told.read().await;
            let found = told.by_receipt(receipt.as_str()).map(|(_, found)| &found.queued);
            let into_folder =
                found.and_then(|queued| room.mailbox(&queued.mailbox)).is_some_and(MailboxSettings::has_outbox);
            into_folder || found.is_some_and(|queued| queued.way == Way::Http.code())
        };
        if is_repeatable {
            room.store
                .append(&room.stamp(), "songda", &[Fact::ReceiptReleased { receipt, leaves: None }], None)
                .await?;
        }
    }
    room.changed().await
}

/// Watches until stopped.
///
/// # Errors
/// When ledger or vault cannot be used.
pub async fn watch(room: &Arc<Room>, stop: CancellationToken) -> Result<(), Problem> {
    let (events, mut inbox) = mpsc::channel(16);
    let mut sources = JoinSet::new();
    // Servers take their time to answer: meanwhile what an earlier run left is taken up.
    for mailbox in &room.settings.mailboxes {
        start(room, mailbox, Mode::KeepWatching, &events, &stop, &mut sources).await?;
    }
    resume_sending(room).await?;
    // Mails that come are kept, and looks are watched over, from the first moment on, however much an earlier run left.
    let (queue, waiting) = mpsc::channel(MOST_WAITING);
    let here = stop.child_token();
    let mut chores = begin_chores(room, waiting, &here);
    let mut ended = Ok(());
    loop {
        let event = tokio::select! {
            biased;
            () = stop.cancelled() => Event::Stop,
            chore = chores.ended() => Event::Chore(chore),
            Some((mailbox, event)) = inbox.recv() => Event::Source(mailbox, Box::new(event)),
        };
        match event {
            Event::Stop => break,
            Event::Chore(Err(problem)) => {
                ended = Err(problem);
                break;
            }
            Event::Chore(Ok(RESUMING)) => begin_later_chores(&mut chores, room, &here),
            Event::Chore(Ok(_)) => {}
            // Cutting a mail's work short is safe at every point: the next start takes it up again.
            Event::Source(mailbox, event) => tokio::select! {
                biased;
                () = stop.cancelled() => break,
                () = take(room, &mailbox, *event, &queue) => {}
            },
        }
    }
    // A receipt on its way out is not cut off by a mail that cannot be read.
    here.cancel();
    drop(queue);
    inbox.close();
    let is_stopped = ended.is_ok();
    let goodbye = async {
        chores.finish().await;
        while is_stopped && sources.join_next().await.is_some() {}
    };
    let _ = tokio::time::timeout(GOODBYE, goodbye).await;
    ended
}

/// Takes up what an earlier run left; what reads and files on needs it done, and begins after it.
const RESUMING: &str = "resuming";

/// What is done beside the sources from the first moment on: a slow mail server must not keep receipts waiting, nor one
/// that is due wait until every deadline of a large home was looked at.
fn begin_chores(room: &Arc<Room>, waiting: mpsc::Receiver<Batch>, stop: &CancellationToken) -> Chores {
    let mut chores = Chores::new(room.clone());
    let waiting = Arc::new(Mutex::new(waiting));
    let (own, until) = (room.clone(), stop.clone());
    chores.begin("receipts", move || keep_house(own.clone(), until.clone()));
    let (own, until) = (room.clone(), stop.clone());
    chores.begin("watchdog", move || watchdog::keep(own.clone(), until.clone()));
    let (own, until) = (room.clone(), stop.clone());
    chores.begin("reading", move || read_on(own.clone(), waiting.clone(), until.clone()));
    let (own, until) = (room.clone(), stop.clone());
    chores.begin("feed", move || feed::serve(own.clone(), until.clone()));
    let (wake, until) = (room.wake.clone(), stop.clone());
    chores.begin("waking", move || wakeful::wake(wake.clone(), until.clone()));
    let (own, until) = (room.clone(), stop.clone());
    chores.begin_once(RESUMING, async move {
        tokio::select! {
            biased;
            () = until.cancelled() => Ok(()),
            resumed = resume_reading(&own) => resumed,
        }
    });
    chores
}

fn begin_later_chores(chores: &mut Chores, room: &Arc<Room>, stop: &CancellationToken) {
    let (own, until) = (room.clone(), stop.clone());
    chores.begin("errands", move || run_errands(own.clone(), until.clone()));
    let (own, until) = (room.clone(), stop.clone());
    chores.begin("case-folders", move || caseroot::watch(own.clone(), until.clone()));
    let (own, until) = (room.clone(), stop.clone());
    chores.begin("keeping", move || keep_told(own.clone(), until.clone()));
    let (own, until) = (room.clone(), stop.clone());
    chores.begin("reminders", move || keep_reminding(own.clone(), until.clone()));
}

/// One complete pass over the mailboxes (or one of them); gives the first error of each that failed.
///
/// # Errors
/// When ledger or vault cannot be used.
pub async fn sync(room: &Arc<Room>, only: Option<&str>) -> Result<Vec<(String, ConnectError)>, Problem> {
    let stop = CancellationToken::new();
    let (events, mut inbox) = mpsc::channel(16);
    let (mut sources, mut names) = (JoinSet::new(), BTreeMap::new());
    for mailbox in room.settings.mailboxes.iter().filter(|mailbox| only.is_none_or(|only| only == mailbox.id)) {
        for id in start(room, mailbox, Mode::OnePass, &events, &stop, &mut sources).await? {
            names.insert(id, mailbox.id.clone());
        }
    }
    drop(events);
    // As with watching; where it fails, what was begun at the servers is dropped with it.
    resume(room).await?;
    let (queue, waiting) = mpsc::channel(MOST_WAITING);
    let reading = tokio::spawn(read_on(room.clone(), Arc::new(Mutex::new(waiting)), stop));
    while let Some((mailbox, event)) = inbox.recv().await {
        take(room, &mailbox, event, &queue).await;
    }
    drop(queue);
    if let Err(error) = reading.await {
        // What was not read is read at the next start; here it is said.
        soften(room, "reading", Err(Problem::new("mail.not-readable", [error.to_string()])));
    }
    let mut failed = Vec::new();
    while let Some(done) = sources.join_next_with_id().await {
        match done {
            Ok((_, (_, Ok(())))) => {}
            Ok((_, (mailbox, Err(error)))) => failed.push((mailbox, error)),
            Err(error) => failed.push(broken_off(&error, &names)),
        }
    }
    if only.is_none() && failed.is_empty() {
        receive::unrecorded::take_in(room, Duration::ZERO).await?;
    }
    errands::run_all(room).await?;
    // What reports on a receipt lies beside it.
    if let Err(problem) = acknowledge::file_proofs(room).await {
        tracing::warn!(code = %problem.code, "papers of receipts wait");
    }
    // What kept it is shown as a trouble of its own.
    let _ = caseroot::look(room, caseroot::Depth::Glance).await;
    let looked: BTreeSet<&String> = names.values().collect();
    for mailbox in looked.into_iter().filter(|mailbox| !failed.iter().any(|(other, _)| other == *mailbox)) {
        watchdog::checked(room, mailbox, Look::OnePass).await;
    }
    announce::announce_if_changed(room).await?;
    Ok(failed)
}

/// A source that ended without an answer of its own: what it was to look at was not looked at to the end.
fn broken_off(error: &JoinError, names: &BTreeMap<Id, String>) -> (String, ConnectError) {
    let mailbox = names.get(&error.id()).cloned().unwrap_or_default();
    tracing::error!(code = "mailbox.connection-broken", mailbox, "a source broke off");
    let says = if error.is_panic() { "the program broke over it" } else { "it was stopped" };
    let told = ConnectError::Broken { host: mailbox.clone(), doing: "looking into it", says: says.to_owned() };
    (mailbox, told)
}

type Outcome = (String, Result<(), ConnectError>);

async fn start(
    room: &Arc<Room>,
    mailbox: &MailboxSettings,
    mode: Mode,
    events: &mpsc::Sender<(String, SourceEvent)>,
    stop: &CancellationToken,
    sources: &mut JoinSet<Outcome>,
) -> Result<[Id; 2], Problem> {
    let (own, mut from_source) = mpsc::channel(4);
    let (id, events) = (mailbox.id.clone(), events.clone());
    let passing = sources.spawn({
        let id = id.clone();
        async move {
            while let Some(event) = from_source.recv().await {
                if events.send((id.clone(), event)).await.is_err() {
                    break;
                }
            }
            (id, Ok(()))
        }
    });
    let positions = room.store.positions(&mailbox.id).await?;
    let (vault, wake) = (room.vault.clone(), room.wake.clone());
    let reins = Reins { vault, events: own, wake, stop: stop.clone(), mode };
    let (mailbox, left) = (mailbox.clone(), room.left_in(&mailbox.id).await?);
    let looking = sources.spawn(async move { (id, connect::watch(mailbox, positions, left, reins).await) });
    Ok([passing.id(), looking.id()])
}

/// Kept mails that wait to be read, with the moment at which the newest of them arrived.
type Batch = (Option<DateTime<FixedOffset>>, Vec<Digest>);

/// Reads and files what was kept, while the next mails are being kept: the disk and the reader do not wait for each
/// other. The newest mails are read first, so that a court's mail of today does not wait for those of last month. What
/// a stop cuts off is read at the next start.
async fn read_on(room: Arc<Room>, waiting: Arc<Mutex<mpsc::Receiver<Batch>>>, stop: CancellationToken) {
    let mut waiting = waiting.lock().await;
    let mut piled: Vec<Batch> = Vec::new();
    loop {
        while let Ok(more) = waiting.try_recv() {
            piled.push(more);
        }
        piled.sort_by_key(|(arrived, _)| *arrived);
        let next = match piled.pop() {
            Some(next) => Some(next),
            None => waiting.recv().await,
        };
        let Some((_, digests)) = next else { return };
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            done = receive::work_through(&room, &digests) => soften(&room, "reading", done),
        }
    }
}

/// One event of a source. Mails that cannot be kept stay where they are and are given again.
async fn take(room: &Arc<Room>, mailbox: &str, event: SourceEvent, queue: &mpsc::Sender<Batch>) {
    match event {
        SourceEvent::Arrived(arrivals, kept) => {
            room.mailbox_state(mailbox, |state| "checking".clone_into(&mut state.state));
            let outcome = arrived(room, arrivals, kept, queue).await;
            soften(room, "vault", outcome);
        }
        SourceEvent::NotTaken(mail, noted) => {
            let outcome = receive::leave(room, &mail).await;
            let _ = noted.send(outcome.is_ok());
            soften(room, "vault", outcome);
        }
        SourceEvent::Looked { folder } => watchdog::looked(room, mailbox, &folder).await,
        SourceEvent::Passed(passed, noted) => {
            let outcome = receive::passed(room, passed).await;
            let _ = noted.send(outcome.is_ok());
            soften(room, "vault", outcome);
        }
        SourceEvent::Checked { next, behind } => {
            watchdog::checked(room, mailbox, Look::Watching { next }).await;
            // The mailbox is well; what it could not give is shown beside it until it comes or a person settles it.
            let left = room.ask(|teller| teller.left_open(mailbox)).await.ok().flatten();
            room.mailbox_state(mailbox, |state| {
                let now = clock::now();
                "watching".clone_into(&mut state.state);
                state.last_check = Some(clock::written(now));
                state.next_check = Some(clock::written(now + next));
                state.behind = u32::try_from(behind).unwrap_or(u32::MAX);
                state.problem = left;
            });
        }
        SourceEvent::Failed { error, again } => {
            tracing::warn!(code = error.code(), mailbox, "mailbox could not be checked");
            watchdog::failed(room, mailbox, error.code());
            room.mailbox_state(mailbox, |state| {
                "failed".clone_into(&mut state.state);
                state.next_check = again.map(|again| clock::written(clock::now() + again));
                let problem = Problem::from(&error);
                state.problem = Some(if again.is_some() { problem.retried() } else { problem });
            });
        }
    }
}

async fn arrived(
    room: &Room,
    arrivals: Vec<Arrival>,
    kept: oneshot::Sender<usize>,
    queue: &mpsc::Sender<Batch>,
) -> Result<(), Problem> {
    // What bears no date of a server has just been put there.
    let newest = arrivals.iter().map(|arrival| arrival.sighting.internal_date.unwrap_or_else(clock::now)).max();
    let (digests, problem) = receive::keep_all(room, arrivals).await;
    // The source may go on while these mails are read: their bytes and their place are safe.
    let _ = kept.send(digests.len());
    if !digests.is_empty() {
        // Nobody reads any more only at the end; the next start does then.
        let _ = queue.send((newest, digests)).await;
    }
    problem.map_or(Ok(()), Err)
}

/// A trouble that must not end the loop: shown, logged, tried again at the next tick.
fn soften(room: &Room, about: &str, outcome: Result<(), Problem>) {
    match outcome {
        Ok(()) if room.has_trouble(about) => room.trouble(about, None),
        Ok(()) => {}
        Err(problem) => {
            tracing::error!(code = %problem.code, about, "could not go on for now");
            room.trouble(about, Some(problem.retried()));
        }
    }
}

//! The loop: sources give arrivals, the clock gives ticks, and everything that happens is one closed event.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use songda_core::case::ReceiptState;
use songda_core::id::Digest;
use songda_core::ledger::Fact;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::acknowledge::Way;
use crate::connect::{self, Arrival, ConnectError, Mode, Reins, SourceEvent};
use crate::room::Room;
use crate::settings::MailboxSettings;
use crate::view::Problem;
use crate::watchdog::{self, Look};
use crate::{acknowledge, announce, calendars, caseroot, clock, errands, feed, receive, remind, wakeful};

/// How often waiting receipts and orders from beside are looked at.
const TICK: Duration = Duration::from_millis(500);
/// How often documents that could not be filed are tried again, in ticks.
const FILING_TICKS: u64 = 120;
/// Longest time without a look at errands.
const ERRAND_TICK: Duration = Duration::from_secs(60);
/// How often it is looked what is due.
const REMIND: Duration = Duration::from_secs(20);
/// How many batches of kept mails wait to be read before no more are taken; they cost a digest for each mail.
const MOST_WAITING: usize = 256;
/// How often the ledger is asked although its noted head stands still, in ticks.
const SURE_TICKS: u64 = 20;
/// How long sources get to say goodbye.
const GOODBYE: Duration = Duration::from_secs(4);

/// Everything that can wake the loop.
enum Event {
    Source(String, Box<SourceEvent>),
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
    announce::announce(room).await.map(|_| ())
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
            room.store.append(&room.stamp(), "songda", &[Fact::ReceiptReleased { receipt }], None).await?;
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
    // A slow mail server must not keep arrivals waiting: what is sent and retried has a task of its own. Nor does a receipt
    // that is due wait until every deadline of a large home was looked at.
    let mut chores = JoinSet::new();
    let here = stop.child_token();
    chores.spawn(keep_house(room.clone(), here.clone()));
    if let Err(problem) = resume_reading(room).await {
        // A receipt on its way out is not cut off by a mail that cannot be read.
        here.cancel();
        let _ = tokio::time::timeout(GOODBYE, async { while chores.join_next().await.is_some() {} }).await;
        return Err(problem);
    }
    let (queue, waiting) = mpsc::channel(MOST_WAITING);
    chores.spawn(read_on(room.clone(), waiting, stop.clone()));
    chores.spawn(run_errands(room.clone(), stop.clone()));
    chores.spawn(caseroot::watch(room.clone(), stop.clone()));
    chores.spawn(keep_reminding(room.clone(), stop.clone()));
    chores.spawn(feed::serve(room.clone(), stop.clone()));
    chores.spawn(wakeful::wake(room.wake.clone(), stop.clone()));
    chores.spawn(watchdog::keep(room.clone(), stop.clone()));
    loop {
        let event = tokio::select! {
            biased;
            () = stop.cancelled() => Event::Stop,
            Some((mailbox, event)) = inbox.recv() => Event::Source(mailbox, Box::new(event)),
        };
        match event {
            Event::Stop => break,
            // Cutting a mail's work short is safe at every point: the next start takes it up again.
            Event::Source(mailbox, event) => tokio::select! {
                biased;
                () = stop.cancelled() => break,
                () = take(room, &mailbox, *event, &queue) => {}
            },
        }
    }
    drop(queue);
    inbox.close();
    let goodbye = async {
        while chores.join_next().await.is_some() {}
        while sources.join_next().await.is_some() {}
    };
    let _ = tokio::time::timeout(GOODBYE, goodbye).await;
    Ok(())
}

/// Sends what is due, takes up orders from beside, and files anew what could not be filed. A receipt on its
/// way out is not cut off by a stop, as long as the goodbye lasts.
async fn keep_house(room: Arc<Room>, stop: CancellationToken) {
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut ticks = 0_u64;
    let mut seen = None;
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        ticks += 1;
        // The noted head tells by a glance that nothing happened: at rest the ledger itself is seldom asked.
        let head = room.store.noted_head();
        let is_due = acknowledge::next_attempt(&room).await.is_some_and(|due| due <= clock::now());
        if is_due || head != seen || head.is_none() || ticks.is_multiple_of(SURE_TICKS) {
            seen = head;
            let orders = room.changed().await;
            errands::stop_cancelled(&room).await;
            let drawn = acknowledge::automatic::queue(&room).await;
            let sent = acknowledge::send_due(&room).await;
            soften(&room, "outbox", orders.and(drawn).and(sent));
            soften(&room, "deadlines", announce::announce_if_changed(&room).await);
        }
        if ticks.is_multiple_of(FILING_TICKS) {
            soften(&room, "filing", receive::catch_up(&room).await);
        }
    }
}

/// Tells what is due by every way of the settings; a slow robot keeps nothing else waiting.
async fn keep_reminding(room: Arc<Room>, stop: CancellationToken) {
    let mut tick = tokio::time::interval(REMIND);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut pace = remind::Pace::default();
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        // What was delivered must be recorded, so a telling under way is ended; the goodbye does not wait for ever.
        if let Err(problem) = remind::run(&room, &mut pace, clock::now()).await {
            tracing::error!(code = %problem.code, "could not remind");
            room.trouble(remind::TROUBLE, Some(problem.retried()));
        }
    }
}

/// Runs errands when they are due. Stopping one anywhere is safe: what came lies in the vault, the rest is fetched anew.
async fn run_errands(room: Arc<Room>, stop: CancellationToken) {
    let mut changes = room.changes.subscribe();
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            outcome = errands::run_due(&room) => soften(&room, "errands", outcome),
        }
        // At rest nothing is asked: whatever makes an errand due is a change, or a time that is known.
        let wait = errands::next(&room).await.unwrap_or(ERRAND_TICK).clamp(Duration::from_secs(1), ERRAND_TICK);
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = changes.changed() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
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
    let reading = tokio::spawn(read_on(room.clone(), waiting, stop));
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
    errands::run_all(room).await?;
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
async fn read_on(room: Arc<Room>, mut waiting: mpsc::Receiver<Batch>, stop: CancellationToken) {
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

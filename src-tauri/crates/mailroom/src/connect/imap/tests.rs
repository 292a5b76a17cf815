//! The source against a server with faults: every mail once, nothing passed over, nothing waited for without end.

mod breaking;
mod filling;
mod other_mails;
mod single_mails;
mod staying;

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::fake::{Fake, Fault, Shelf};
use super::*;
use crate::connect::{NotTaken, Progress, Sighting, Uid};

const MIB: usize = 1024 * 1024;

/// A mail as it was given.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    raw: Vec<u8>,
    sighting: Sighting,
    after: Option<Progress>,
}

/// A running source and its reins.
struct Run {
    events: mpsc::Receiver<SourceEvent>,
    reins: Reins,
    task: JoinHandle<Result<(), ConnectError>>,
    /// What is answered to mails.
    keeps: bool,
    /// Mails that came together with the last one.
    rest: VecDeque<Seen>,
    /// How far it was put on record, where that is asked for.
    passed: Option<Vec<Progress>>,
}

#[derive(Debug)]
enum Told {
    Mail(Seen),
    NotTaken(NotTaken),
    Checked(Duration),
    Failed(ConnectError, Option<Duration>),
    Ended,
}

fn settings(fake: &Fake, mode: Mode) -> (Watcher<Fake>, mpsc::Receiver<SourceEvent>) {
    let (events, inbox) = mpsc::channel(4);
    let vault = crate::vault::Vault::at(std::env::temp_dir().join("songda-fake-imap"));
    let (wake, stop) = (Arc::new(Notify::new()), CancellationToken::new());
    let reins = Reins { vault, events, wake, stop, mode };
    let watcher = Watcher {
        door: fake.clone(),
        id: "court".into(),
        host: "imap.example.test".into(),
        user: "service@example.test".into(),
        account: "imap.example.test service@example.test service@example.test".into(),
        wanted: None,
        poll: Duration::from_secs(60),
        places: BTreeMap::new(),
        reins,
        limit_bytes: 100 << 20,
        look_back_days: None,
        refusals: 0,
        logins: Logins::default(),
        unlisted: None,
        order: Order::default(),
    };
    (watcher, inbox)
}

fn start((watcher, events): (Watcher<Fake>, mpsc::Receiver<SourceEvent>)) -> Run {
    let reins = watcher.reins.clone();
    Run { events, reins, task: tokio::spawn(watcher.run()), keeps: true, rest: VecDeque::new(), passed: None }
}

fn keep_watching(fake: &Fake) -> Run {
    start(settings(fake, Mode::KeepWatching))
}

impl Run {
    async fn next(&mut self) -> Told {
        if let Some(seen) = self.rest.pop_front() {
            return Told::Mail(seen);
        }
        loop {
            let day = Duration::from_secs(24 * 3600);
            let ended = async {
                while !self.task.is_finished() {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            };
            let event = tokio::select! {
                biased;
                event = told(&mut self.events) => event,
                () = ended => None,
                () = tokio::time::sleep(day) => panic!("nothing happened for a day"),
            };
            return match event {
                Some(SourceEvent::Arrived(arrivals, kept)) => {
                    let _ = kept.send(if self.keeps { arrivals.len() } else { 0 });
                    let after = arrivals.last().and_then(|last| last.after.clone());
                    self.note(after);
                    let seen = |arrival: crate::connect::Arrival| {
                        let raw = arrival.raw.read().unwrap();
                        Seen { raw, sighting: arrival.sighting, after: arrival.after }
                    };
                    self.rest = arrivals.into_iter().map(seen).collect();
                    Told::Mail(self.rest.pop_front().expect("at least one mail"))
                }
                Some(SourceEvent::NotTaken(mail, noted)) => {
                    let _ = noted.send(self.keeps);
                    self.note(mail.after.clone());
                    Told::NotTaken(mail)
                }
                Some(SourceEvent::Looked { .. }) => unreachable!("passed over"),
                Some(SourceEvent::Passed(told, noted)) => {
                    let _ = noted.send(self.keeps);
                    self.note(Some(told.progress));
                    continue;
                }
                Some(SourceEvent::Checked { next, .. }) => Told::Checked(next),
                Some(SourceEvent::Failed { error, again }) => Told::Failed(error, again),
                None => Told::Ended,
            };
        }
    }

    fn note(&mut self, after: Option<Progress>) {
        if let Some(passed) = &mut self.passed {
            passed.extend(after);
        }
    }

    async fn mail(&mut self) -> Seen {
        loop {
            match self.next().await {
                Told::Mail(arrival) => return arrival,
                Told::Checked(_) => {}
                other => panic!("no mail but {other:?}"),
            }
        }
    }

    async fn failed(&mut self) -> (ConnectError, Option<Duration>) {
        loop {
            match self.next().await {
                Told::Failed(error, again) => return (error, again),
                Told::Checked(_) => {}
                other => panic!("no failure but {other:?}"),
            }
        }
    }

    async fn checked(&mut self) -> Duration {
        match self.next().await {
            Told::Checked(next) => next,
            other => panic!("not checked but {other:?}"),
        }
    }

    async fn stop(self) {
        self.reins.stop.cancel();
        tokio::time::timeout(Duration::from_secs(2), self.task).await.expect("it ends in time").unwrap().unwrap();
    }
}

/// The next event that is more than a folder looked at.
async fn told(events: &mut mpsc::Receiver<SourceEvent>) -> Option<SourceEvent> {
    loop {
        match events.recv().await {
            Some(SourceEvent::Looked { .. }) => {}
            other => return other,
        }
    }
}

/// One complete pass: what it gave, and how it ended.
async fn one_pass(watcher: (Watcher<Fake>, mpsc::Receiver<SourceEvent>)) -> (Vec<Seen>, Result<(), ConnectError>) {
    let (mails, not_taken, outcome) = whole_pass(watcher).await;
    assert_eq!(not_taken, []);
    (mails, outcome)
}

/// One complete pass: what it gave, what it put on record as not taken, and how it ended.
async fn whole_pass(
    watcher: (Watcher<Fake>, mpsc::Receiver<SourceEvent>),
) -> (Vec<Seen>, Vec<NotTaken>, Result<(), ConnectError>) {
    let mut run = start(watcher);
    let (mut mails, mut not_taken) = (Vec::new(), Vec::new());
    loop {
        match run.next().await {
            Told::Mail(arrival) => mails.push(arrival),
            Told::NotTaken(mail) => not_taken.push(mail),
            _ => break,
        }
    }
    (mails, not_taken, run.task.await.unwrap())
}

async fn pass(fake: &Fake) -> (Vec<Seen>, Result<(), ConnectError>) {
    one_pass(settings(fake, Mode::OnePass)).await
}

fn uids(mails: &[Seen]) -> Vec<u32> {
    mails.iter().map(|mail| mail.sighting.uid.unwrap().uid).collect()
}

#[tokio::test]
async fn a_pass_gives_every_mail_of_inbox_and_junk_in_order() {
    let fake = Fake::with(&[b"one", b"two", b"", b"\x00\xff)\r\n)"]);
    fake.change(|state| {
        let mails = BTreeMap::from([(9, b"junk".to_vec())]);
        let shelf = Shelf { validity: 3, mails, ..Shelf::default() };
        state.shelves.insert("&V4NXPpCuTvY-".into(), shelf.clone());
        state.shelves.insert("Sent".into(), shelf);
    });
    let (mails, outcome) = pass(&fake).await;
    outcome.unwrap();
    assert_eq!(uids(&mails), [1, 2, 3, 4, 9]);
    assert_eq!(mails[4].sighting.folder, "垃圾邮件");
    assert_eq!(mails[4].sighting.uid, Some(Uid { validity: 3, uid: 9 }));
    assert_eq!(mails[3].raw, b"\x00\xff)\r\n)");
    let date = mails[0].sighting.internal_date.unwrap();
    assert_eq!(date.to_rfc3339(), "2026-11-05T09:08:07+08:00");
    assert_eq!(fake.heard("LOGOUT"), 1);
    assert_eq!(fake.heard("SELECT") + fake.heard("STORE") + fake.heard("UID STORE"), 0);
}

#[tokio::test]
async fn what_an_earlier_run_kept_is_not_fetched_again() {
    let fake = Fake::with(&[b"one", b"two", b"three"]);
    let (mut watcher, inbox) = settings(&fake, Mode::OnePass);
    watcher.places.insert("INBOX".into(), Place::after(Progress::done_to(7, 2), &BTreeSet::new()));
    assert_eq!(uids(&one_pass((watcher, inbox)).await.0), [3]);
    // Another UIDVALIDITY: the numbers mean other mails, all are fetched.
    let (mut watcher, inbox) = settings(&fake, Mode::OnePass);
    watcher.places.insert("INBOX".into(), Place::after(Progress::done_to(6, 2), &BTreeSet::new()));
    assert_eq!(uids(&one_pass((watcher, inbox)).await.0), [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn numbers_that_are_given_out_again_are_noticed_once() {
    let fake = Fake::with(&[b"one", b"two"]);
    fake.change(|state| state.shelves.get_mut("INBOX").unwrap().next = Some(3));
    let (mut watcher, inbox) = settings(&fake, Mode::KeepWatching);
    watcher.places.insert("INBOX".into(), Place::after(Progress::done_to(7, 40), &BTreeSet::new()));
    let mut run = start((watcher, inbox));
    assert_eq!((run.mail().await.raw, run.mail().await.raw), (b"one".to_vec(), b"two".to_vec()));
    // A server that only counts late: the next looks give nothing again.
    fake.change(|state| state.shelves.get_mut("INBOX").unwrap().next = Some(2));
    for _ in 0..3 {
        run.checked().await;
        run.reins.wake.notify_waiters();
    }
    run.stop().await;
}

#[tokio::test]
async fn strangers_are_refused_so_we_introduce_ourselves_first() {
    let fake = Fake::with(&[b"one"]);
    fake.change(|state| state.needs_id = true);
    let (mails, outcome) = pass(&fake).await;
    outcome.unwrap();
    assert_eq!(mails.len(), 1);
    let heard = fake.change(|state| state.heard.clone());
    let place = |start: &str| heard.iter().position(|line| line.starts_with(start)).unwrap();
    assert!(place("LOGIN") < place("ID (\"name\" \"Songda\"") && place("ID") < place("EXAMINE"));
    // A server that refuses all the same is told in its own words.
    fake.fails("ID", Fault::Say("{tag} BAD what\r\n".into()));
    let (_, outcome) = pass(&fake).await;
    assert!(matches!(outcome, Err(ConnectError::Folder { says, .. }) if says.contains("Unsafe Login")));
}

#[tokio::test]
async fn big_mails_come_in_pieces_and_never_beyond_their_size() {
    let exact = vec![b'e'; 4 * MIB];
    let odd: Vec<u8> = (0..3 * MIB + 17).map(|at| (at % 251) as u8).collect();
    let fake = Fake::with(&[b"small", &exact, &odd]);
    let (mails, outcome) = pass(&fake).await;
    outcome.unwrap();
    // The newest first.
    assert!(mails[0].raw == odd && mails[1].raw == exact);
    let heard = fake.change(|state| state.heard.clone());
    let pieces: Vec<usize> = heard
        .iter()
        .filter_map(|line| line.split_once('<').and_then(|(_, piece)| piece.split_once('.')))
        .map(|(at, _)| at.parse().unwrap())
        .collect();
    assert!(pieces.len() >= 8 && pieces.iter().all(|at| *at < 4 * MIB), "{pieces:?}");
    assert_eq!(fake.heard("UID FETCH 2 (UID BODY.PEEK[])"), 0);
}

#[tokio::test]
async fn a_server_that_ignores_pieces_is_asked_once_and_remembered() {
    let big: Vec<u8> = (0..3 * MIB).map(|at| (at % 253) as u8).collect();
    let fake = Fake::with(&[&big, &big]);
    fake.change(|state| state.ignores_pieces = true);
    let (mails, outcome) = pass(&fake).await;
    outcome.unwrap();
    assert!(mails[0].raw == big && mails[1].raw == big);
    let pieces = fake.change(|state| state.heard.iter().filter(|line| line.contains('<')).count());
    assert_eq!(pieces, 1);
}

#[tokio::test]
async fn a_size_that_is_only_guessed_cuts_nothing_off() {
    for wrong_by in [-100_000, -1, 1, 100_000, -2_000_000] {
        let big: Vec<u8> = (0..4 * MIB + 5).map(|at| (at % 249) as u8).collect();
        let fake = Fake::with(&[&big]);
        fake.change(|state| state.shelves.get_mut("INBOX").unwrap().wrong_by = wrong_by);
        let (mails, outcome) = pass(&fake).await;
        outcome.unwrap();
        assert!(mails[0].raw == big, "wrong by {wrong_by}: {} bytes", mails[0].raw.len());
    }
}

#[tokio::test]
async fn a_mail_that_goes_away_is_no_trouble_and_one_that_is_withheld_is() {
    let fake = Fake::with(&[b"one", b"two", b"three"]);
    fake.change(|state| state.shelves.get_mut("INBOX").unwrap().vanishing.insert(2));
    let (mails, outcome) = pass(&fake).await;
    outcome.unwrap();
    assert_eq!(uids(&mails), [1, 3]);
    let fake = Fake::with(&[b"one", b"two", b"three"]);
    fake.change(|state| state.shelves.get_mut("INBOX").unwrap().withheld.insert(2));
    let (mails, not_taken, outcome) = whole_pass(settings(&fake, Mode::OnePass)).await;
    outcome.unwrap();
    assert_eq!(uids(&mails), [1, 3]);
    assert_eq!(
        not_taken.iter().map(|mail| (mail.sighting.uid.unwrap().uid, mail.code)).collect::<Vec<_>>(),
        [(2, "mail-withheld")]
    );
    // As long as it is withheld nothing new is told of it; once it is given it comes.
    let again = || {
        let (mut watcher, inbox) = settings(&fake, Mode::OnePass);
        let left = BTreeSet::from([(7, 2), (6, 3)]);
        watcher.places.insert("INBOX".into(), Place::after(Progress::done_to(7, 3), &left));
        (watcher, inbox)
    };
    assert_eq!(one_pass(again()).await.0, []);
    fake.change(|state| state.shelves.get_mut("INBOX").unwrap().withheld.clear());
    assert_eq!(uids(&one_pass(again()).await.0), [2]);
}

#[tokio::test]
async fn a_mail_that_is_too_big_is_put_on_record_once_and_comes_when_the_limit_is_raised() {
    let fake = Fake::with(&[b"one", &[b'x'; 500], b"three"]);
    let (mut watcher, inbox) = settings(&fake, Mode::OnePass);
    watcher.limit_bytes = 100;
    let (mails, not_taken, outcome) = whole_pass((watcher, inbox)).await;
    outcome.unwrap();
    assert_eq!(uids(&mails), [3, 1]);
    let told: Vec<_> = not_taken.iter().map(|mail| (mail.code, mail.size_bytes)).collect();
    assert_eq!(told, [("mail-too-big", 500)]);
    for (limit, comes) in [(100, vec![]), (500, vec![2])] {
        let (mut watcher, inbox) = settings(&fake, Mode::OnePass);
        watcher.limit_bytes = limit;
        let left = BTreeSet::from([(7, 2)]);
        watcher.places.insert("INBOX".into(), Place::after(Progress::done_to(7, 3), &left));
        assert_eq!(uids(&one_pass((watcher, inbox)).await.0), comes);
    }
}

#[tokio::test]
async fn the_place_moves_past_a_mail_that_is_too_big_only_when_that_is_on_record() {
    let fake = Fake::with(&[b"one", &[b'x'; 500]]);
    let (mut watcher, inbox) = settings(&fake, Mode::OnePass);
    watcher.limit_bytes = 100;
    let mut run = start((watcher, inbox));
    run.keeps = false;
    assert!(matches!(run.next().await, Told::NotTaken(_)));
    assert!(matches!(run.next().await, Told::Ended));
    assert!(matches!(run.task.await.unwrap(), Err(ConnectError::NotKept { .. })));
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_told_and_the_others_are_read() {
    let fake = Fake::with(&[b"one"]);
    let (mut watcher, inbox) = settings(&fake, Mode::OnePass);
    watcher.wanted = Some(vec!["案件".into(), "inbox".into()]);
    let (mails, outcome) = one_pass((watcher, inbox)).await;
    assert_eq!(mails[0].sighting.folder, "INBOX");
    assert!(matches!(outcome, Err(ConnectError::Folder { folder, .. }) if folder == "案件"));
    assert_eq!(fake.heard("EXAMINE \"&aEhO9g-\""), 1);
}

#[tokio::test(start_paused = true)]
async fn a_list_that_cannot_be_read_does_not_cost_the_inbox() {
    let fake = Fake::with(&[b"one"]);
    fake.fails("LIST", Fault::SayAndClose("* LIST () \"/\" what is this\r\n".into()));
    let (mails, outcome) = pass(&fake).await;
    assert_eq!(mails[0].raw, b"one");
    assert!(matches!(outcome, Err(ConnectError::Folder { folder, .. }) if folder == "*"));
    // Nor a folder that was looked into before.
    let spam = Shelf { validity: 3, mails: BTreeMap::from([(1, b"court".to_vec())]), ..Shelf::default() };
    fake.change(|state| _ = state.shelves.insert("Spam".into(), spam));
    fake.fails("LIST", Fault::SayAndClose("* LIST () \"/\" what is this\r\n".into()));
    let (mut watcher, inbox) = settings(&fake, Mode::OnePass);
    watcher.places.insert("Spam".into(), Place::after(Progress::done_to(3, 0), &BTreeSet::new()));
    let (mails, _) = one_pass((watcher, inbox)).await;
    assert_eq!(mails.iter().map(|mail| mail.raw.as_slice()).collect::<Vec<_>>(), [&b"one"[..], b"court"]);
}

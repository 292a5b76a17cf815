//! The source against a server with faults: every mail once, nothing passed over, nothing waited for without end.

use std::sync::Arc;

use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::fake::{Fake, Fault, Shelf};
use super::*;
use crate::connect::{Arrival, Uid};

const MIB: usize = 1024 * 1024;

/// A running source and its reins.
struct Run {
    events: mpsc::Receiver<SourceEvent>,
    reins: Reins,
    task: JoinHandle<Result<(), ConnectError>>,
    /// What is answered to a mail.
    keeps: bool,
}

#[derive(Debug)]
enum Told {
    Mail(Arrival),
    Checked(Duration),
    Failed(ConnectError, Option<Duration>),
    Ended,
}

fn settings(fake: &Fake, mode: Mode) -> (Watcher<Fake>, mpsc::Receiver<SourceEvent>) {
    let (events, inbox) = mpsc::channel(4);
    let reins = Reins { events, wake: Arc::new(Notify::new()), stop: CancellationToken::new(), mode };
    let watcher = Watcher {
        door: fake.clone(),
        id: "court".into(),
        host: "imap.example.test".into(),
        user: "service@example.test".into(),
        wanted: None,
        poll: Duration::from_secs(60),
        places: BTreeMap::new(),
        reins,
        limit_bytes: LIMIT_BYTES,
        refusals: 0,
    };
    (watcher, inbox)
}

fn start((watcher, events): (Watcher<Fake>, mpsc::Receiver<SourceEvent>)) -> Run {
    let reins = watcher.reins.clone();
    Run { events, reins, task: tokio::spawn(watcher.run()), keeps: true }
}

fn keep_watching(fake: &Fake) -> Run {
    start(settings(fake, Mode::KeepWatching))
}

impl Run {
    async fn next(&mut self) -> Told {
        let day = Duration::from_secs(24 * 3600);
        let event = tokio::select! {
            event = self.events.recv() => event,
            () = async { while !self.task.is_finished() { tokio::time::sleep(Duration::from_millis(50)).await } } => None,
            () = tokio::time::sleep(day) => panic!("nothing happened for a day"),
        };
        match event {
            Some(SourceEvent::Arrived(arrival, kept)) => {
                let _ = kept.send(self.keeps);
                Told::Mail(arrival)
            }
            Some(SourceEvent::Checked { next }) => Told::Checked(next),
            Some(SourceEvent::Failed { error, again }) => Told::Failed(error, again),
            None => Told::Ended,
        }
    }

    async fn mail(&mut self) -> Arrival {
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

/// One complete pass: what it gave, and how it ended.
async fn one_pass(watcher: (Watcher<Fake>, mpsc::Receiver<SourceEvent>)) -> (Vec<Arrival>, Result<(), ConnectError>) {
    let mut run = start(watcher);
    let mut mails = Vec::new();
    while let Told::Mail(arrival) = run.next().await {
        mails.push(arrival);
    }
    (mails, run.task.await.unwrap())
}

async fn pass(fake: &Fake) -> (Vec<Arrival>, Result<(), ConnectError>) {
    one_pass(settings(fake, Mode::OnePass)).await
}

fn uids(mails: &[Arrival]) -> Vec<u32> {
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
    assert_eq!(uids(&mails), [9, 1, 2, 3, 4]);
    assert_eq!(mails[0].sighting.folder, "垃圾邮件");
    assert_eq!(mails[0].sighting.uid, Some(Uid { validity: 3, uid: 9 }));
    assert_eq!(mails[4].raw, b"\x00\xff)\r\n)");
    let date = mails[1].sighting.internal_date.unwrap();
    assert_eq!(date.to_rfc3339(), "2026-11-05T09:08:07+08:00");
    assert_eq!(fake.heard("LOGOUT"), 1);
    assert_eq!(fake.heard("SELECT") + fake.heard("STORE") + fake.heard("UID STORE"), 0);
}

#[tokio::test]
async fn what_an_earlier_run_kept_is_not_fetched_again() {
    let fake = Fake::with(&[b"one", b"two", b"three"]);
    let (mut watcher, inbox) = settings(&fake, Mode::OnePass);
    watcher.places.insert("INBOX".into(), Place::after(Uid { validity: 7, uid: 2 }));
    assert_eq!(uids(&one_pass((watcher, inbox)).await.0), [3]);
    // Another UIDVALIDITY: the numbers mean other mails, all are fetched.
    let (mut watcher, inbox) = settings(&fake, Mode::OnePass);
    watcher.places.insert("INBOX".into(), Place::after(Uid { validity: 6, uid: 2 }));
    assert_eq!(uids(&one_pass((watcher, inbox)).await.0), [1, 2, 3]);
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
    assert!(mails[1].raw == exact && mails[2].raw == odd);
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

#[tokio::test(start_paused = true)]
async fn an_answer_that_breaks_off_loses_nothing() {
    for broken in [
        "* 1 FETCH (UID 1 BODY[] {3}\r\non",
        "* 1 FETCH (UID 1 BODY[] {3}\r\non* BYE shutting down\r\n",
        "* 1 FETCH (UID 1 BODY[] {4294967295}\r\none",
        "* 1 FETCH (UID 1 BODY[] {99999999999999999999}\r\none",
        "* BYE shutting down\r\n",
        "%%% what is this\r\n",
        "* OK [ALERT]中文\r\n",
        "* 1 FETCH (UID 1 ENVELOPE (\"\"\"\"))\r\n",
        "",
    ] {
        let fake = Fake::with(&[b"one", b"two"]);
        fake.fails("UID FETCH 1,2 (UID BODY", Fault::SayAndClose(broken.into()));
        let mut run = keep_watching(&fake);
        let (error, again) = run.failed().await;
        assert!(matches!(error, ConnectError::Broken { .. }), "{broken}: {error:?}");
        assert!(again.is_some_and(|again| again <= Duration::from_secs(3)));
        assert_eq!((run.mail().await.raw, run.mail().await.raw), (b"one".to_vec(), b"two".to_vec()), "{broken}");
        run.stop().await;
        // In a single pass it is the outcome, and the mails stay for the next.
        fake.fails("UID FETCH 1,2 (UID BODY", Fault::SayAndClose(broken.into()));
        let (mails, outcome) = pass(&fake).await;
        assert!(mails.is_empty() && matches!(outcome, Err(ConnectError::Broken { .. })));
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_reader_could_not_read_is_not_repeated() {
    let fake = Fake::with(&[b"one"]);
    fake.fails("UID FETCH 1 (UID BODY", Fault::SayAndClose("* 1 FETCH (UID 1 BODY[] geheim\r\n".into()));
    let error = pass(&fake).await.1.unwrap_err();
    assert!(!format!("{error:?} {error}").contains("geheim"), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_stops_answering_is_not_waited_for() {
    for at in ["greeting", "LOGIN", "CAPABILITY", "ID", "LIST", "EXAMINE", "UID FETCH"] {
        let fake = Fake::with(&[b"one"]);
        fake.fails(at, Fault::Silence);
        let began = Instant::now();
        let mut run = keep_watching(&fake);
        let (error, _) = run.failed().await;
        assert!(matches!(error, ConnectError::Broken { .. }), "{at}: {error:?}");
        assert!(began.elapsed() <= Duration::from_secs(62), "{at}");
        assert_eq!(run.mail().await.raw, b"one");
        run.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn new_mail_is_told_by_the_server_at_once() {
    let fake = Fake::with(&[]);
    let mut run = keep_watching(&fake);
    assert_eq!(run.checked().await, LONGEST_WAIT);
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let began = Instant::now();
        fake.deliver("INBOX", b"new");
        assert_eq!(run.mail().await.raw, b"new");
        assert!(began.elapsed() < Duration::from_secs(1));
    }
    assert_eq!(fake.change(|state| state.connections), 1);
    run.checked().await;
    run.stop().await;
    assert_eq!(fake.heard("LOGOUT"), 1);
}

#[tokio::test(start_paused = true)]
async fn signs_of_life_do_not_lengthen_the_wait_and_silence_shortens_it() {
    for (still_here, most, least) in [(true, 6, 4), (false, 26, 23)] {
        let fake = Fake::with(&[b"one"]);
        fake.change(|state| state.still_here = still_here);
        let run = keep_watching(&fake);
        let mut run = run;
        let end = Instant::now() + Duration::from_secs(2 * 3600 + 60);
        while Instant::now() < end {
            match run.next().await {
                Told::Mail(_) | Told::Checked(_) => {}
                other => panic!("{other:?}"),
            }
        }
        let waits = fake.heard("IDLE");
        assert!((least..=most).contains(&waits), "{waits} waits");
        run.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_cannot_be_ended_costs_seconds() {
    let fake = Fake::with(&[]);
    fake.fails("DONE", Fault::Silence);
    let mut run = keep_watching(&fake);
    run.checked().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let began = Instant::now();
    run.reins.wake.notify_waiters();
    let (error, _) = run.failed().await;
    assert!(matches!(error, ConnectError::Broken { .. }));
    assert!(began.elapsed() <= Duration::from_secs(16));
    run.checked().await;
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_kicked_conversation_is_begun_anew() {
    let fake = Fake::with(&[]);
    fake.fails("news", Fault::SayAndClose("* BYE kicked\r\n".into()));
    let mut run = keep_watching(&fake);
    run.checked().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    fake.deliver("INBOX", b"new");
    let (error, _) = run.failed().await;
    assert!(matches!(error, ConnectError::Broken { says, .. } if says == "kicked"));
    assert_eq!(run.mail().await.raw, b"new");
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn without_idle_the_kept_connection_is_asked_in_intervals() {
    for refuses in [false, true] {
        let fake = Fake::with(&[]);
        if refuses {
            fake.fails("IDLE", Fault::Say("{tag} NO not for you\r\n".into()));
        } else {
            fake.change(|state| state.capabilities = "IMAP4rev1");
        }
        let mut run = keep_watching(&fake);
        run.checked().await;
        for _ in 0..3 {
            let began = Instant::now();
            fake.deliver("INBOX", b"new");
            run.mail().await;
            assert!(refuses || began.elapsed() <= Duration::from_secs(61));
        }
        assert_eq!(fake.change(|state| state.connections), 1);
        run.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn other_folders_are_looked_at_in_intervals_and_when_asked() {
    let fake = Fake::with(&[]);
    fake.change(|state| {
        let shelf = Shelf { validity: 1, attributes: "\\Junk", ..Shelf::default() };
        state.shelves.insert("Rubbish".into(), shelf);
    });
    let mut run = keep_watching(&fake);
    assert_eq!(run.checked().await, Duration::from_secs(60));
    // News in the inbox do not put the look into the others off.
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_secs(10)).await;
        fake.deliver("INBOX", b"news");
        run.mail().await;
    }
    fake.deliver("Rubbish", b"court");
    let began = Instant::now();
    assert_eq!(run.mail().await.sighting.folder, "Rubbish");
    assert!(began.elapsed() <= Duration::from_secs(25));
    run.checked().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    fake.change(|state| state.shelves.get_mut("Rubbish").unwrap().mails.insert(5, b"again".to_vec()));
    let began = Instant::now();
    run.reins.wake.notify_waiters();
    assert_eq!(run.mail().await.raw, b"again");
    assert!(began.elapsed() < Duration::from_secs(1));
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_refused_password_is_told_after_two_and_not_hammered() {
    let fake = Fake::with(&[b"one"]);
    fake.change(|state| state.password = "changed");
    let mut run = keep_watching(&fake);
    let (error, again) = run.failed().await;
    assert!(matches!(&error, ConnectError::Login { says, .. } if says.contains("wrong \"password\"")), "{error:?}");
    assert!(!format!("{error:?}").contains("right\""));
    assert!(again.is_some());
    assert_eq!(run.failed().await.1, None);
    let began = Instant::now();
    assert_eq!(run.failed().await.1, None);
    assert!(began.elapsed() >= AFTER_REFUSAL);
    // The right one, and somebody who asks: at once.
    fake.change(|state| state.password = "right");
    tokio::time::sleep(Duration::from_secs(1)).await;
    let began = Instant::now();
    run.reins.wake.notify_waiters();
    assert_eq!(run.mail().await.raw, b"one");
    assert!(began.elapsed() < Duration::from_secs(1));
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_busy_server_is_not_a_wrong_password() {
    let fake = Fake::with(&[b"one"]);
    fake.fails("LOGIN", Fault::Say("{tag} NO [UNAVAILABLE] too busy\r\n".into()));
    let mut run = keep_watching(&fake);
    assert!(matches!(run.failed().await.0, ConnectError::Broken { .. }));
    assert_eq!(run.mail().await.raw, b"one");
    run.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_mail_that_is_not_kept_is_given_again_and_nothing_passes_it() {
    let fake = Fake::with(&[b"one", b"two"]);
    let mut run = keep_watching(&fake);
    run.keeps = false;
    assert_eq!(run.mail().await.raw, b"one");
    assert!(matches!(run.failed().await.0, ConnectError::NotKept { .. }));
    assert_eq!(run.mail().await.raw, b"one");
    run.failed().await;
    run.keeps = true;
    assert_eq!((run.mail().await.raw, run.mail().await.raw), (b"one".to_vec(), b"two".to_vec()));
    run.checked().await;
    assert_eq!(fake.change(|state| state.connections), 1);
    run.stop().await;
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
    let (mails, outcome) = pass(&fake).await;
    assert_eq!(uids(&mails), [1]);
    assert!(matches!(outcome, Err(ConnectError::Folder { says, .. }) if says.contains("mail 2")));
}

#[tokio::test]
async fn a_mail_that_is_too_big_is_told_and_holds_up_no_other() {
    let fake = Fake::with(&[b"one", &[b'x'; 500], b"three"]);
    for kept in [0, 3] {
        let (mut watcher, inbox) = settings(&fake, Mode::OnePass);
        watcher.limit_bytes = 100;
        watcher.places.insert("INBOX".into(), Place::after(Uid { validity: 7, uid: kept }));
        let (mails, outcome) = one_pass((watcher, inbox)).await;
        assert_eq!(uids(&mails), if kept == 0 { vec![1, 3] } else { vec![] });
        assert!(matches!(outcome, Err(ConnectError::TooBig { size_bytes: 500, .. })), "{outcome:?}");
    }
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

//! Filling in: the newest first, the older ones behind, each once, none larger than memory, none lost by a stop.

use super::*;
use crate::clock;
use crate::connect::Windows;

/// A server with so many small mails in INBOX.
fn full(count: u32) -> Fake {
    let fake = Fake::with(&[]);
    fake.change(|state| {
        let inbox = state.shelves.get_mut("INBOX").unwrap();
        inbox.mails = (1..=count).map(|uid| (uid, format!("mail {uid}").into_bytes())).collect();
    });
    fake
}

fn date_all(fake: &Fake, uids: std::ops::RangeInclusive<u32>, date: &'static str) {
    fake.change(|state| state.shelves.get_mut("INBOX").unwrap().dates.extend(uids.map(|uid| (uid, date))));
}

/// A single pass that goes on from here.
fn from(fake: &Fake, progress: Progress) -> (Watcher<Fake>, mpsc::Receiver<SourceEvent>) {
    let (mut watcher, inbox) = settings(fake, Mode::OnePass);
    watcher.places.insert("INBOX".into(), Place::after(progress, &BTreeSet::new()));
    (watcher, inbox)
}

#[tokio::test]
async fn the_newest_mails_come_first_and_every_stop_can_be_taken_up_again() {
    let fake = full(950);
    let (mails, outcome) = pass(&fake).await;
    outcome.unwrap();
    let got = uids(&mails);
    assert_eq!((got[0], got[499], got[500], got.len()), (451, 950, 1, 950));
    // Whatever was kept when the program stopped: the next run brings what is missing, and nothing else.
    for stop in [0, 1, 57, 499, 500, 630, 949] {
        let after = mails[stop].after.clone().unwrap();
        let known: BTreeSet<u32> = got[..=stop].iter().copied().collect();
        let (rest, outcome) = one_pass(from(&fake, after)).await;
        outcome.unwrap();
        let rest: BTreeSet<u32> = uids(&rest).into_iter().collect();
        assert_eq!(rest.len() + known.len(), 950, "stopped after {stop}");
        assert!(rest.is_disjoint(&known));
    }
    let last = mails.last().unwrap().after.clone().unwrap();
    assert_eq!((last.upto, last.open), (950, Windows::default()));
}

#[tokio::test]
async fn the_first_look_goes_back_as_far_as_it_is_told_and_no_further() {
    let fake = full(6);
    date_all(&fake, 1..=2, "01-Jan-2020 08:00:00 +0800");
    date_all(&fake, 3..=3, "no date at all");
    let now = clock::now().format("%d-%b-%Y %H:%M:%S %z").to_string();
    date_all(&fake, 4..=6, now.leak());
    let look = |days: Option<u32>, progress: Option<Progress>| {
        let (mut watcher, inbox) = settings(&fake, Mode::OnePass);
        watcher.look_back_days = days;
        if let Some(progress) = progress {
            watcher.places.insert("INBOX".into(), Place::after(progress, &BTreeSet::new()));
        }
        (watcher, inbox)
    };
    let (mails, _) = one_pass(look(Some(90), None)).await;
    assert_eq!(uids(&mails), [3, 4, 5, 6]);
    let after = mails.last().unwrap().after.clone();
    // Somebody moves an old mail into the folder: it came later and is taken.
    fake.deliver("INBOX", b"moved here");
    date_all(&fake, 7..=7, "01-Jan-2019 08:00:00 +0800");
    let (mails, _) = one_pass(look(Some(90), after.clone())).await;
    assert_eq!(uids(&mails), [7]);
    let after = mails.last().unwrap().after.clone();
    // The office wants all after all: only what was left out is fetched.
    let (mails, _) = one_pass(look(None, after)).await;
    assert_eq!(uids(&mails), [1, 2]);
    let after = mails.last().unwrap().after.clone();
    assert_eq!(one_pass(look(None, after)).await.0, []);
}

#[tokio::test]
async fn another_uidvalidity_looks_back_as_far_as_the_first_look_did() {
    let fake = full(4);
    date_all(&fake, 1..=2, "01-Jan-2020 08:00:00 +0800");
    let since = chrono::DateTime::parse_from_rfc3339("2026-01-01T00:00:00+08:00").ok();
    let (mut watcher, inbox) = from(&fake, Progress { since, ..Progress::done_to(6, 4) });
    watcher.look_back_days = Some(1);
    assert_eq!(uids(&one_pass((watcher, inbox)).await.0), [3, 4]);
}

#[tokio::test(start_paused = true)]
async fn new_mail_does_not_wait_for_the_old_ones() {
    let fake = full(1000);
    let mut run = keep_watching(&fake);
    assert_eq!(run.mail().await.sighting.uid.unwrap().uid, 901);
    // The keeper is slow: many slices go by before all is in.
    let mut seen = 1;
    let mut new_at = None;
    while seen < 1001 {
        match run.next().await {
            Told::Mail(mail) => {
                seen += 1;
                if seen == 150 {
                    fake.change(|state| {
                        state.shelves.get_mut("INBOX").unwrap().mails.insert(1001, b"new".to_vec());
                    });
                }
                if mail.raw == b"new" {
                    new_at = Some(seen);
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Told::Checked(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(new_at.is_some_and(|at| at < 500), "the new mail came as number {new_at:?} of 1001");
    run.stop().await;
}

#[tokio::test]
async fn few_mails_with_far_apart_numbers_cost_few_questions() {
    let fake = Fake::with(&[]);
    fake.change(|state| {
        let inbox = state.shelves.get_mut("INBOX").unwrap();
        inbox.mails = [1, 70_000, 2_000_000_000, 4_000_000_000].map(|uid| (uid, b"x".to_vec())).into();
        inbox.next = Some(4_000_000_001);
    });
    let (mails, outcome) = pass(&fake).await;
    outcome.unwrap();
    assert_eq!(mails.len(), 4);
    assert!(fake.heard("UID FETCH") < 40, "{} questions", fake.heard("UID FETCH"));
}

#[tokio::test]
async fn a_mail_far_larger_than_was_said_never_lies_in_memory() {
    let big: Vec<u8> = (0..6 * MIB).map(|at| (at % 241) as u8).collect();
    let fake = Fake::with(&[b"one", &big, b"three"]);
    // Small by its own word: it is asked for together with the others.
    fake.change(|state| state.shelves.get_mut("INBOX").unwrap().sizes.insert(2, 1000));
    let (mails, outcome) = pass(&fake).await;
    outcome.unwrap();
    assert_eq!(uids(&mails), [1, 2, 3]);
    assert!(mails[1].raw == big);
    // Larger than the limit it is put on record, whatever was said.
    let (mut watcher, inbox) = settings(&fake, Mode::OnePass);
    watcher.limit_bytes = 3 << 20;
    let (mails, not_taken, outcome) = whole_pass((watcher, inbox)).await;
    outcome.unwrap();
    assert_eq!(uids(&mails), [1, 3]);
    assert_eq!(
        not_taken.iter().map(|it| (it.code, it.size_bytes)).collect::<Vec<_>>(),
        [("mail-too-big", 6 * 1024 * 1024)]
    );
}

#[tokio::test(start_paused = true)]
async fn something_endless_is_put_on_record_and_the_others_come() {
    let fake = Fake::with(&[b"one", b"two", b"three"]);
    let endless = "* 2 FETCH (UID 2 BODY[] {4294967295}\r\nand so on";
    // In company, by itself, and when it is tried again.
    for at in ["UID FETCH 1:3 (UID BODY", "UID FETCH 2 (UID BODY", "UID FETCH 2 (UID BODY"] {
        fake.fails(at, Fault::Say(endless.into()));
    }
    let mut run = keep_watching(&fake);
    let (mut mails, mut left) = (BTreeSet::new(), Vec::new());
    let mut failures = 0;
    while mails.len() < 2 || left.is_empty() || failures < 3 {
        match run.next().await {
            Told::Mail(mail) => _ = mails.insert(mail.sighting.uid.unwrap().uid),
            Told::NotTaken(mail) => left.push((mail.sighting.uid.unwrap().uid, mail.size_bytes, mail.code)),
            Told::Failed(ConnectError::Broken { .. }, _) => failures += 1,
            Told::Checked(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(mails, BTreeSet::from([1, 3]));
    assert_eq!(left, [(2, 4_294_967_295, "mail-too-big")]);
    assert_eq!(failures, 3);
    run.stop().await;
}

#[tokio::test]
async fn what_was_not_kept_stays_open() {
    let fake = full(30);
    let mut run = start(settings(&fake, Mode::OnePass));
    run.keeps = false;
    assert!(matches!(run.next().await, Told::Mail(_)));
    while !matches!(run.next().await, Told::Ended) {}
    assert!(matches!(run.task.await.unwrap(), Err(ConnectError::NotKept { mail, .. }) if mail == "1"));
}

#[tokio::test]
async fn a_conversation_is_compressed_where_that_is_offered() {
    let big: Vec<u8> = (0..3 * MIB + 9).map(|at| (at % 239) as u8).collect();
    for (capabilities, asked) in [("IMAP4rev1 IDLE ID COMPRESS=DEFLATE", 1), ("IMAP4rev1 IDLE ID", 0)] {
        let fake = Fake::with(&[b"one", &big, b"three"]);
        fake.change(|state| state.capabilities = capabilities);
        let (mails, outcome) = pass(&fake).await;
        outcome.unwrap();
        assert_eq!(mails.len(), 3);
        assert!(mails.iter().any(|mail| mail.raw == big));
        assert_eq!(fake.heard("COMPRESS DEFLATE"), asked);
    }
    // Offered and refused: it goes on as it is.
    let fake = Fake::with(&[b"one"]);
    fake.change(|state| state.capabilities = "IMAP4rev1 COMPRESS=DEFLATE");
    fake.fails("COMPRESS", Fault::Say("{tag} NO not today\r\n".into()));
    assert_eq!(uids(&pass(&fake).await.0), [1]);
}

#[tokio::test]
async fn nothing_is_asked_that_changes_or_reads_a_mail_for_us() {
    let big = vec![b'x'; 3 * MIB];
    let fake = Fake::with(&[b"one", &big]);
    pass(&fake).await.1.unwrap();
    for line in fake.change(|state| state.heard.clone()) {
        let is_known = ["LOGIN", "CAPABILITY", "ID", "LIST", "EXAMINE", "UID FETCH", "LOGOUT"]
            .iter()
            .any(|word| line.starts_with(word));
        assert!(is_known && !line.contains("BODY[") && !line.contains("RFC822)"), "{line}");
        for word in ["ENVELOPE", "BODYSTRUCTURE", "SEARCH", "BODY ", "STORE", "MOVE", "COPY", "EXPUNGE"] {
            assert!(!line.contains(word), "{line}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_folder_that_cannot_be_filled_in_is_not_hammered() {
    let fake = full(300);
    for _ in 0..2000 {
        fake.fails("UID FETCH 1:", Fault::Say("{tag} NO not now\r\n".into()));
    }
    let mut run = keep_watching(&fake);
    let end = Instant::now() + Duration::from_secs(600);
    while Instant::now() < end {
        match run.next().await {
            Told::Mail(_) | Told::Checked(_) | Told::Failed(ConnectError::Folder { .. }, _) => {}
            other => panic!("{other:?}"),
        }
    }
    let asked = fake.heard("UID FETCH 1:");
    assert!((2..=60).contains(&asked), "asked {asked} times in ten minutes");
    run.stop().await;
}

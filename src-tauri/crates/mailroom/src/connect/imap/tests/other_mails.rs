//! Numbers that come to mean other mails: noticed, and nothing below them is passed over.

use super::*;
use crate::connect::{Mark, Windows};

async fn progress_after(fake: &Fake) -> Progress {
    let mut run = start(settings(fake, Mode::OnePass));
    run.passed = Some(Vec::new());
    while !matches!(run.next().await, Told::Ended) {}
    run.passed.take().unwrap().pop().unwrap()
}

fn from(fake: &Fake, progress: Progress) -> (Watcher<Fake>, mpsc::Receiver<SourceEvent>) {
    let (mut watcher, inbox) = settings(fake, Mode::OnePass);
    watcher.places.insert("INBOX".into(), Place::after(progress, &BTreeSet::new()));
    (watcher, inbox)
}

#[tokio::test]
async fn a_mailbox_that_was_restored_and_has_grown_is_noticed_by_its_highest_mail() {
    let fake = Fake::with(&[b"one", b"two", b"three"]);
    let known = progress_after(&fake).await;
    assert_eq!(known.mark.map(|mark| (mark.uid, mark.size_bytes)), Some((3, 5)));
    assert_eq!(one_pass(from(&fake, known.clone())).await.0, [], "nothing changed");
    for (size, date) in [(b"another".to_vec(), None), (b"tHREE".to_vec(), Some(" 6-Nov-2026 10:00:00 +0800"))] {
        let fake = Fake::with(&[b"one", b"other", &size, b"grown"]);
        fake.change(|state| state.shelves.get_mut("INBOX").unwrap().dates.extend(date.map(|date| (3, date))));
        let (mails, outcome) = one_pass(from(&fake, known.clone())).await;
        outcome.unwrap();
        assert_eq!(uids(&mails), [1, 2, 3, 4]);
    }
    // A server that tells another size each time is not believed over and over, and one without the mail says nothing.
    let mark = Mark { size_bytes: 99, ..known.mark.unwrap() };
    let (mut watcher, events) = from(&fake, Progress { mark: Some(mark), ..known.clone() });
    watcher.reins.mode = Mode::KeepWatching;
    let mut run = start((watcher, events));
    for _ in 0..3 {
        run.mail().await;
    }
    for wrong in 1..4 {
        run.checked().await;
        fake.change(|state| state.shelves.get_mut("INBOX").unwrap().wrong_by = wrong);
        run.reins.wake.notify_waiters();
    }
    run.checked().await;
    run.stop().await;
    fake.change(|state| _ = state.shelves.get_mut("INBOX").unwrap().mails.remove(&3));
    assert_eq!(one_pass(from(&fake, known)).await.0, []);
}

#[tokio::test]
async fn a_folder_that_seems_empty_once_keeps_what_is_still_to_come() {
    let fake = Fake::with(&[b"one", b"two", b"three"]);
    let half = Progress { open: Windows::of(1, 2), ..Progress::done_to(7, 3) };
    fake.fails("EXAMINE", Fault::Say("* 0 EXISTS\r\n* OK [UIDVALIDITY 7] fixed\r\n{tag} OK open\r\n".into()));
    let (mut watcher, events) = from(&fake, half);
    watcher.reins.mode = Mode::KeepWatching;
    let mut run = start((watcher, events));
    run.checked().await;
    run.reins.wake.notify_waiters();
    assert_eq!((run.mail().await.raw, run.mail().await.raw), (b"one".to_vec(), b"two".to_vec()));
    run.stop().await;
}

#[tokio::test]
async fn the_place_of_another_account_is_not_this_ones() {
    let fake = Fake::with(&[b"one", b"two"]);
    for (account, given) in [("", 0), ("own", 0), ("other", 2)] {
        let at = Progress { account: account.into(), ..Progress::done_to(7, 2) };
        let left = Left::from([("INBOX".to_owned(), BTreeSet::from([(7, 1)]))]);
        let (mut watcher, events) = settings(&fake, Mode::OnePass);
        "own".clone_into(&mut watcher.account);
        let left = if account == "other" { left } else { Left::new() };
        watcher.places = places_of("own", Positions::from([("INBOX".to_owned(), at)]), &left);
        let mut run = start((watcher, events));
        run.passed = Some(Vec::new());
        let mut mails = 0;
        while let Told::Mail(mail) = run.next().await {
            mails += 1;
            assert_eq!(mail.after.unwrap().account, "own", "{account}");
        }
        assert_eq!(mails, given, "{account}");
        run.task.await.unwrap().unwrap();
    }
}

#[test]
fn an_account_is_its_server_its_user_and_its_address() {
    let server = |host: &str, user: &str| ServerSettings {
        host: host.into(),
        port: 993,
        security: crate::settings::Security::Tls,
        user: user.into(),
        ca_file: None,
    };
    let own = account_of("a@x.example", &server("IMAP.x.example", "a"));
    assert_eq!(own, account_of("a@x.example", &server("imap.x.example", "a")));
    for other in [
        account_of("a@x.example", &server("imap.y.example", "a")),
        account_of("a@x.example", &server("imap.x.example", "b")),
        account_of("b@x.example", &server("imap.x.example", "a")),
    ] {
        assert_ne!(own, other);
    }
}

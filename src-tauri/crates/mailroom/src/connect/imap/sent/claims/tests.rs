//! Claims on a server with the faults that real ones have.

use super::*;
use crate::connect::imap::door::Door as _;
use crate::connect::imap::fake::{Fake, Fault};
use crate::connect::imap::{login, utf7};
use crate::connect::patient::Patient;
use tokio::io::DuplexStream;

type Talk = Sent<Patient<DuplexStream>>;

async fn talk(fake: &Fake) -> Talk {
    let credential = fake.credential().await.unwrap();
    let session = login::begin(fake, "imap.example.test", "service@example.test", credential).await.unwrap();
    Sent::over(session, "service@example.test").await.unwrap()
}

fn wire() -> String {
    utf7::encode(FOLDER)
}

fn text(token: &str, more: &str) -> String {
    format!("{TOKEN}: {token}\r\n{KEYS}: k1\r\n k2\r\n{more}Subject: x\r\n\r\nwords\r\n")
}

/// What a desk with this token comes to.
async fn bids(talk: &mut Talk, seen: &mut Seen, token: &str, replaces: Option<&str>) -> Result<Verdict, ConnectError> {
    let more = replaces.map(|before| format!("{REPLACES}: {before}\r\n")).unwrap_or_default();
    let (keys, own) = (["k2".to_owned()], [token.to_owned()]);
    let text = text(token, &more);
    talk.hold(seen, &Bid { keys: &keys, own: &own, token, replaces, text: &text }).await
}

/// The same over a conversation of its own, with nothing remembered.
async fn bid(fake: &Fake, token: &str, replaces: Option<&str>) -> Result<Verdict, ConnectError> {
    bids(&mut talk(fake).await, &mut Seen::default(), token, replaces).await
}

fn lying(fake: &Fake) -> usize {
    fake.change(|state| state.shelves.get(&wire()).map_or(0, |shelf| shelf.mails.len()))
}

fn is_held(verdict: Result<Verdict, ConnectError>) -> bool {
    matches!(verdict, Ok(Verdict::Held(..)))
}

/// Where a claim of one's own lies that is first.
fn held(verdict: Result<Verdict, ConnectError>) -> (String, (u32, u32)) {
    match verdict {
        Ok(Verdict::Held(held)) => (held.folder, held.uid),
        other => panic!("{other:?}"),
    }
}

fn behind(verdict: Result<Verdict, ConnectError>) -> Option<String> {
    match verdict {
        Ok(Verdict::Behind(claim, _)) => Some(claim.token),
        _ => None,
    }
}

#[tokio::test]
async fn the_first_holds_and_the_second_sees_since_when() {
    let fake = Fake::with(&[b"Subject: a\r\n\r\nx"]);
    assert_eq!(held(bid(&fake, "a", None).await), (FOLDER.to_owned(), (3, 1)));
    let Verdict::Behind(first, false) = bid(&fake, "b", None).await.unwrap() else { panic!("the second is behind") };
    assert_eq!((first.token.as_str(), first.since.as_str()), ("a", "2026-11-05T09:08:07+08:00"));
    assert_eq!(first.keys, ["k1", "k2"], "a folded line is one");
    assert!(is_held(bid(&fake, "a", None).await), "it is asked again, and knows its own");
    assert_eq!(lying(&fake), 1, "what is not first on the first look is not laid");
    assert_eq!(
        (fake.heard("SELECT"), fake.heard("STORE"), fake.heard("UID STORE"), fake.heard("EXPUNGE")),
        (0, 0, 0, 0)
    );
    assert!(fake.change(|state| state.heard.iter().all(|line| !line.contains("SEARCH"))));
}

#[tokio::test]
async fn a_claim_whose_answer_was_lost_is_found_and_not_laid_again() {
    let fake = Fake::with(&[]);
    fake.change(|state| state.loses_answers = 1);
    assert!(matches!(bid(&fake, "a", None).await, Err(ConnectError::Broken { .. })));
    assert_eq!(lying(&fake), 1, "it lies there");
    assert!(is_held(bid(&fake, "a", None).await));
    assert_eq!(lying(&fake), 1);
    // Before the text: nothing lies there, and it is laid the next time.
    let fake = Fake::with(&[]);
    fake.fails("APPEND", Fault::SayAndClose(String::new()));
    assert!(matches!(bid(&fake, "a", None).await, Err(ConnectError::Broken { .. })));
    assert_eq!(behind(bid(&fake, "b", None).await), None);
    assert_eq!(behind(bid(&fake, "a", None).await).as_deref(), Some("b"));
}

#[tokio::test]
async fn a_refusal_is_told_in_the_servers_words() {
    let says = |verdict: Result<Verdict, ConnectError>| match verdict {
        Err(ConnectError::Claim { says, .. }) => says,
        other => panic!("{other:?}"),
    };
    let fake = Fake::with(&[]);
    fake.fails("APPEND", Fault::Say("{tag} NO [OVERQUOTA] the mailbox is full\r\n".to_owned()));
    assert_eq!(says(bid(&fake, "a", None).await), "[OVERQUOTA] the mailbox is full");
    let fake = Fake::with(&[]);
    fake.change(|state| {
        state.unmade = [(wire(), "not by programs"), (format!("INBOX/{}", wire()), "nor there")].into();
    });
    assert_eq!(says(bid(&fake, "a", None).await), "not by programs");
    fake.change(|state| state.unmade.remove(&format!("INBOX/{}", wire())));
    let (folder, _) = held(bid(&fake, "a", None).await);
    assert_eq!(folder, format!("INBOX/{FOLDER}"));
}

#[tokio::test]
async fn whoever_takes_over_is_first_and_the_one_replaced_sees_it() {
    let fake = Fake::with(&[]);
    assert!(is_held(bid(&fake, "a", None).await));
    assert!(is_held(bid(&fake, "b", Some("a")).await));
    assert_eq!(behind(bid(&fake, "c", Some("a")).await).as_deref(), Some("b"), "too late");
    assert_eq!(behind(bid(&fake, "a", None).await).as_deref(), Some("b"));
    assert_eq!(lying(&fake), 2);
}

#[tokio::test]
async fn who_gives_up_says_so_once_and_may_come_back_under_another_token() {
    let fake = Fake::with(&[]);
    let (mut talk, mut seen, keys) = (talk(&fake).await, Seen::default(), ["k1".to_owned()]);
    assert!(is_held(bids(&mut talk, &mut seen, "a", None).await));
    let end = text("end-a", &format!("{ENDS}: a\r\n"));
    for _ in 0..2 {
        talk.tell(&mut seen, &keys, &Act::Ends("a".into()), &end).await.unwrap();
    }
    assert_eq!(lying(&fake), 2);
    assert_eq!(bids(&mut talk, &mut seen, "a", None).await.unwrap(), Verdict::Spent);
    assert!(is_held(bids(&mut talk, &mut seen, "a2", None).await));
}

#[tokio::test]
async fn that_it_was_answered_without_a_copy_is_seen_by_the_others() {
    let fake = Fake::with(&[]);
    let (mut talk, mut seen, keys) = (talk(&fake).await, Seen::default(), ["k1".to_owned()]);
    assert!(is_held(bids(&mut talk, &mut seen, "a", None).await));
    let told = text("done-a", &format!("{DONE}: a\r\n"));
    for _ in 0..2 {
        talk.tell(&mut seen, &keys, &Act::Done("a".into()), &told).await.unwrap();
    }
    assert_eq!(lying(&fake), 2, "said once");
    let Verdict::Answered(first, told) = bid(&fake, "b", None).await.unwrap() else { panic!("it was answered") };
    assert_eq!((first.token.as_str(), told.uid), ("a", 2));
    assert!(is_held(bids(&mut talk, &mut seen, "a", None).await), "it stays the first");
}

#[tokio::test]
async fn that_nobody_knows_whether_it_left_is_seen_by_the_others() {
    let fake = Fake::with(&[]);
    let (mut talk, mut seen, keys) = (talk(&fake).await, Seen::default(), ["k1".to_owned()]);
    assert!(is_held(bids(&mut talk, &mut seen, "a", None).await));
    let told = text("unsure-a", &format!("{UNSURE}: a\r\n"));
    for _ in 0..2 {
        talk.tell(&mut seen, &keys, &Act::Unsure("a".into()), &told).await.unwrap();
    }
    assert_eq!(lying(&fake), 2, "said once");
    let Verdict::Behind(first, true) = bid(&fake, "b", None).await.unwrap() else { panic!("it may have left") };
    assert_eq!(first.token, "a");
    // It had left without a copy, as it turned out.
    let told = text("done-a", &format!("{DONE}: a\r\n"));
    talk.tell(&mut seen, &keys, &Act::Done("a".into()), &told).await.unwrap();
    assert!(matches!(bid(&fake, "b", None).await, Ok(Verdict::Answered(..))));
}

#[tokio::test]
async fn what_was_answered_by_hand_may_turn_out_not_to_be_answered() {
    let fake = Fake::with(&[]);
    let (mut talk, mut seen, keys) = (talk(&fake).await, Seen::default(), ["k1".to_owned()]);
    assert!(is_held(bids(&mut talk, &mut seen, "a", None).await));
    let (done, end) = (text("done-a", &format!("{DONE}: a\r\n")), text("end-a", &format!("{ENDS}: a\r\n")));
    talk.tell(&mut seen, &keys, &Act::Done("a".into()), &done).await.unwrap();
    for _ in 0..2 {
        talk.tell(&mut seen, &keys, &Act::Ends("a".into()), &end).await.unwrap();
    }
    assert_eq!(lying(&fake), 3, "said once");
    assert!(is_held(bid(&fake, "b", None).await), "another desk may answer");
}

#[tokio::test]
async fn that_other_desks_register_here_is_seen_by_the_folder() {
    let fake = Fake::with(&[]);
    let (mut before, mut other) = (talk(&fake).await, Seen::default());
    assert!(!before.has_register().await.unwrap());
    assert!(!before.has_register().await.unwrap(), "and it is not made by asking");
    assert!(is_held(bids(&mut talk(&fake).await, &mut other, "a", None).await));
    assert!(before.has_register().await.unwrap());
}

#[tokio::test]
async fn what_a_person_deleted_counts_no_more_for_anybody() {
    let fake = Fake::with(&[]);
    let (mut talk, mut seen) = (talk(&fake).await, Seen::default());
    assert!(is_held(bids(&mut talk, &mut seen, "a", None).await));
    // The folder is emptied, and another desk comes first.
    fake.change(|state| state.shelves.get_mut(&wire()).unwrap().mails.clear());
    fake.deliver(&wire(), text("other", "").as_bytes());
    fake.change(|state| {
        let shelf = state.shelves.get_mut(&wire()).unwrap();
        let mail = shelf.mails.remove(&1).unwrap();
        shelf.mails.insert(2, mail);
    });
    assert_eq!(behind(bids(&mut talk, &mut seen, "a", None).await).as_deref(), Some("other"));
    // The folder was made anew: numbers say nothing of those before.
    fake.change(|state| {
        state.shelves.insert(wire(), crate::connect::imap::fake::Shelf { validity: 9, ..Default::default() })
    });
    assert_eq!(held(bids(&mut talk, &mut seen, "a", None).await), (FOLDER.to_owned(), (9, 1)));
    // It is gone altogether.
    fake.change(|state| state.shelves.remove(&wire()));
    assert!(bids(&mut talk, &mut seen, "a", None).await.is_err(), "it was listed a moment ago");
    assert!(is_held(bids(&mut talk, &mut seen, "a", None).await), "and is made anew");
}

/// Whether the claim of a desk is refused, in which words, and whether that lasts.
async fn refused(fake: &Fake) -> (String, bool) {
    match bid(fake, "a", None).await {
        Err(ConnectError::Claim { says, lasts, .. }) => (says, lasts),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_a_server_refuses_for_good_is_asked_twice_and_what_passes_once() {
    let closed = |says: &'static str| {
        let fake = Fake::with(&[]);
        let shelf = crate::connect::imap::fake::Shelf { validity: 3, ..Default::default() };
        fake.change(|state| {
            state.shelves.insert(wire(), shelf);
            state.closed = [(wire(), says)].into();
        });
        fake
    };
    for (says, lasts) in [
        ("[NOPERM] Permission denied", true),
        ("not for programs", true),
        ("[OVERQUOTA] x", false),
        ("[UNAVAILABLE] x", false),
        ("system busy", false),
    ] {
        let fake = closed(says);
        assert_eq!(refused(&fake).await, (says.to_owned(), lasts));
        assert_eq!((fake.heard("APPEND"), fake.heard("CREATE")), (1 + usize::from(lasts), 0), "{says}");
    }
    for says in ["BAD unknown command", "[CANNOT] no such name", "not allowed"] {
        let fake = Fake::with(&[]);
        fake.change(|state| state.unmade = [(wire(), says), (format!("INBOX/{}", wire()), says)].into());
        assert_eq!(refused(&fake).await, (says.trim_start_matches("BAD ").to_owned(), true));
        assert_eq!((fake.heard("CREATE"), fake.heard("APPEND")), (4, 0), "both places, twice");
    }
    // Of two refusals the one that passes decides.
    let fake = Fake::with(&[]);
    fake.change(|state| {
        state.unmade = [(wire(), "not here"), (format!("INBOX/{}", wire()), "[INUSE] wait")].into();
    });
    assert_eq!(refused(&fake).await, ("[INUSE] wait".to_owned(), false));
}

#[tokio::test]
async fn what_is_refused_once_and_then_taken_is_taken() {
    let fake = Fake::with(&[]);
    fake.fails("APPEND", Fault::Say("{tag} NO something\r\n".to_owned()));
    assert!(is_held(bid(&fake, "a", None).await));
    // A register that lies there and cannot be read may hold another desk's claim: that never counts as none at all.
    fake.fails("EXAMINE", Fault::Say("{tag} NO [NOPERM] Permission denied\r\n".to_owned()));
    assert!(!refused(&fake).await.1);
    // One that is there and is not listed is used all the same.
    let fake = Fake::with(&[]);
    let shelf = crate::connect::imap::fake::Shelf { validity: 3, attributes: "\\Noselect", ..Default::default() };
    fake.change(|state| state.shelves.insert(wire(), shelf));
    assert!(is_held(bid(&fake, "a", None).await));
    assert_eq!(lying(&fake), 1);
}

#[tokio::test]
async fn a_silent_or_broken_line_is_no_refusal() {
    for at in ["CREATE", "APPEND"] {
        let fake = Fake::with(&[]);
        fake.fails(at, Fault::SayAndClose("* BYE going down\r\n".to_owned()));
        assert!(matches!(bid(&fake, "a", None).await, Err(ConnectError::Broken { .. })), "{at}");
    }
}

#[tokio::test]
async fn where_the_server_says_the_place_a_claim_is_not_looked_for_again() {
    let fake = Fake::with(&[]);
    fake.change(|state| state.capabilities = "IMAP4rev1 UIDPLUS");
    let (mut talk, mut seen) = (talk(&fake).await, Seen::default());
    assert!(is_held(bids(&mut talk, &mut seen, "a", None).await));
    let asked = || (fake.heard("LIST"), fake.heard("EXAMINE"), fake.heard("UID FETCH"), fake.heard("APPEND"));
    for (nth, token) in (1..=3).zip(["c", "d", "e"]) {
        let before = asked();
        let (keys, own) = ([format!("key-{nth}")], [token.to_owned()]);
        let text = format!("{TOKEN}: {token}\r\n{KEYS}: key-{nth}\r\nSubject: x\r\n\r\nwords\r\n");
        let verdict = talk.hold(&mut seen, &Bid { keys: &keys, own: &own, token, replaces: None, text: &text }).await;
        assert_eq!(held(verdict), (FOLDER.to_owned(), (3, nth + 1)));
        let now = asked();
        let more = (now.0 - before.0, now.1 - before.1, now.2 - before.2, now.3 - before.3);
        // This server tells no UIDNEXT, so that it is asked for what came since; one that does is not.
        assert_eq!(more, (0, 1, 1, 1), "the folder is opened once, and the claim laid");
    }
    let own = |tokens: &[&str]| tokens.iter().map(|token| (*token).to_owned()).collect::<HashSet<_>>();
    assert!(seen.has_others(&own(&["a", "c", "d"])) && !seen.has_others(&own(&["a", "c", "d", "e"])));
    // It knows its own by that, and who comes after sees all of them.
    assert_eq!(behind(bid(&fake, "z", None).await).as_deref(), Some("a"));
    assert!(is_held(bids(&mut talk, &mut seen, "a", None).await));
}

#[test]
fn only_a_claim_right_behind_all_that_was_read_is_surely_the_next() {
    let text = format!("{TOKEN}: a\r\n{KEYS}: k1\r\nSubject: x\r\n\r\nwords\r\n");
    let follows = |place| {
        let mut register = Register { validity: 3, upto: 4, ..Register::default() };
        (register.follows(place, &text), register.upto, register.claims.len())
    };
    assert_eq!(follows((3, 5)), (true, 5, 1));
    for place in [(3, 6), (3, 4), (9, 5)] {
        assert_eq!(follows(place), (false, 4, 0), "another desk's may lie between: {place:?}");
    }
}

/// A server that gives numbers before it shows what it takes: of two that lay at one instant the later one may see only
/// its own.
#[tokio::test]
async fn a_number_that_is_not_shown_yet_is_waited_for() {
    for uidplus in [false, true] {
        let fake = Fake::with(&[]);
        if uidplus {
            fake.change(|state| state.capabilities = "IMAP4rev1 UIDPLUS");
        }
        let shelf = crate::connect::imap::fake::Shelf { validity: 3, ..Default::default() };
        fake.change(|state| state.shelves.insert(wire(), shelf));
        // Number 1 was given to another desk's claim, which is shown a moment later.
        fake.deliver(&wire(), b"Subject: something else\r\n\r\nx\r\n");
        fake.change(|state| {
            let shelf = state.shelves.get_mut(&wire()).unwrap();
            let mail = shelf.mails.remove(&1).unwrap();
            shelf.mails.insert(2, mail);
        });
        let late = async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let claim = text("first", "").into_bytes();
            fake.change(|state| state.shelves.get_mut(&wire()).unwrap().mails.insert(1, claim));
        };
        let (verdict, ()) = tokio::join!(bid(&fake, "b", None), late);
        assert_eq!(behind(verdict).as_deref(), Some("first"), "{uidplus}");
        // What was deleted is waited for once, and stands in nobody's way.
        fake.change(|state| state.shelves.get_mut(&wire()).unwrap().mails.remove(&1));
        let (mut talk, mut seen) = (talk(&fake).await, Seen::default());
        assert!(is_held(bids(&mut talk, &mut seen, "c", None).await));
        let before = std::time::Instant::now();
        assert!(is_held(bids(&mut talk, &mut seen, "c", None).await));
        assert!(before.elapsed() < SHOWN_WITHIN);
    }
}

/// What an earlier run laid is laid anew under another token, in its place.
#[tokio::test]
async fn a_claim_of_an_earlier_run_is_renewed_in_its_place() {
    let fake = Fake::with(&[]);
    assert!(is_held(bid(&fake, "a", None).await));
    assert_eq!(behind(bid(&fake, "b", None).await).as_deref(), Some("a"));
    let renews = async |own: &[&str], token: &str, before: &str| {
        let own: Vec<String> = own.iter().map(|token| (*token).to_owned()).collect();
        let text = text(token, &format!("{REPLACES}: {before}\r\n"));
        let bid = Bid { keys: &["k2".to_owned()], own: &own, token, replaces: Some(before), text: &text };
        talk(&fake).await.hold(&mut Seen::default(), &bid).await
    };
    let Ok(Verdict::Held(held)) = renews(&["a", "a2"], "a2", "a").await else { panic!("it stays the first") };
    assert_eq!((held.token.as_str(), held.laid, lying(&fake)), ("a2", true, 2));
    // Asked again it lies there, and was not laid just now.
    let Ok(Verdict::Held(held)) = renews(&["a", "a2"], "a2", "a").await else { panic!("it stays the first") };
    assert_eq!((held.token.as_str(), held.laid, lying(&fake)), ("a2", false, 2));
    // A copy of that home knows the first one as its own, and not the second.
    assert_eq!(behind(renews(&["a", "a3"], "a3", "a").await).as_deref(), Some("a2"));
    // Whoever wants to take over from what was seen before comes too late.
    assert_eq!(behind(bid(&fake, "b", Some("a")).await).as_deref(), Some("a2"));
    assert_eq!(lying(&fake), 2);
}

//! Facts read as they were written for ever, and every change of the chain is found.

use super::*;

fn chain(count: i64) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for seq in 1..=count {
        let prev = entries.last().map_or_else(Digest::zero, |entry| entry.digest);
        entries.push(Entry::chained(seq, "2026-11-20T16:42:11+08:00".into(), "songda".into(), format!("{seq}"), prev));
    }
    entries
}

fn head(entries: &[Entry]) -> Head {
    entries.last().map_or(Head { seq: 0, digest: Digest::zero() }, |last| Head { seq: last.seq, digest: last.digest })
}

#[test]
fn a_fact_reads_as_it_was_written_for_ever() {
    let text = concat!(
        r#"{"fact":"not-taken","mailbox":"court","folder":"INBOX","uid":[7,2],"file":null,"#,
        r#""size_bytes":500,"code":"mail-too-big"}"#
    );
    let fact = Fact::NotTaken(NotTaken {
        mailbox: "court".into(),
        folder: "INBOX".into(),
        uid: Some((7, 2)),
        file: None,
        size_bytes: 500,
        code: "mail-too-big".into(),
    });
    assert_eq!(serde_json::from_str::<Fact>(text).unwrap(), fact);
    assert_eq!(serde_json::to_string(&fact).unwrap(), text);
    let earlier = r#"{"platform":"zxfw","url":null,"code":"123456","expires":null}"#;
    let earlier = serde_json::from_str::<PickupRecord>(earlier).unwrap();
    assert_eq!((earlier.provider, earlier.strange_host), (None, false));
}

#[test]
fn a_fact_is_read_the_same_with_its_tag_in_front_and_anywhere() {
    let front = concat!(
        r#"{"fact":"arrived","mail":"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff","size_bytes":7,"#,
        r#""mailbox":"court","folder":"INBOX","uid":[1,2],"file":null,"internal_date":null,"regime":"confirmed","address":""}"#
    );
    let inside = front.replace(r#"{"fact":"arrived","mail""#, r#"{"mail""#).replace('}', r#","fact":"arrived"}"#);
    let read = Fact::read(front).unwrap();
    assert!(matches!(&read, Fact::Arrived(arrived) if arrived.folder == "INBOX"));
    assert_eq!(read, Fact::read(&inside).unwrap());
    assert_eq!(read, serde_json::from_str::<Fact>(front).unwrap());
    for text in [r#"{"fact":"arrived","mail":1}"#, r#"{"fact":"understood","mail":"x"}"#, r#"{"fact":"nobody knows"}"#]
    {
        assert!(Fact::read(text).is_err(), "{text}");
    }
}

#[test]
fn an_untouched_chain_holds() {
    let entries = chain(5);
    assert_eq!(verify(&entries, &head(&entries)), Ok(()));
    assert_eq!(verify(&entries, &head(&entries[..3])), Ok(()), "a head noted before the last entries is a crash");
}

#[test]
fn every_change_is_found() {
    let entries = chain(5);
    let head = head(&entries);
    for index in 0..5 {
        let mut altered = entries.clone();
        altered[index].fact.push('x');
        assert_eq!(verify(&altered, &head).unwrap_err().kind, "altered");
        let mut missing = entries.clone();
        missing.remove(index);
        assert!(verify(&missing, &head).is_err());
    }
    assert_eq!(verify(&entries[..4], &head), Err(Break { seq: 5, kind: "cut-off" }));
    assert_eq!(verify(&[], &head), Err(Break { seq: 1, kind: "cut-off" }));
    let mut rewritten = chain(5);
    rewritten[4] = Entry::chained(5, "x".into(), "songda".into(), "other".into(), rewritten[3].digest);
    assert_eq!(verify(&rewritten, &head).unwrap_err().kind, "altered", "a rewritten tail does not match the head");
}

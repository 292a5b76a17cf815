//! The book from outside: chained entries, several writers, a crash between entry and note.

use super::*;
use songda_core::ledger::verify;

fn fact(answer: &str) -> Fact {
    Fact::Settled { doubt: "q1".into(), answer: answer.into() }
}

async fn open(folder: &Path) -> Store {
    Store::open(&folder.join("台账 1#.db"), &folder.join("ledger.head")).await.unwrap()
}

#[tokio::test]
async fn appended_entries_form_a_chain_and_positions_move_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let since = chrono::DateTime::parse_from_rfc3339("2026-08-22T16:42:11+08:00").ok();
    let mark = Some(Mark { uid: 3, size_bytes: 20, dated: since });
    let (account, broke) = ("imap.example.test a a@example.test".to_owned(), Broke::parse("c3 a2-1 l1-2"));
    let progress =
        Progress { open: Windows::of(1, 2), since, old_to: 3, account, mark, broke, ..Progress::done_to(7, 3) };
    let position = Position { mailbox: "court".into(), folder: "INBOX".into(), progress: progress.clone() };
    store.append("2026-11-20T16:42:11+08:00", "songda", &[fact("a"), fact("b")], Some(&position)).await.unwrap();
    store.append("2026-11-20T16:42:12+08:00", "王敏", &[fact("c")], None).await.unwrap();
    let entries = store.entries(0).await.unwrap();
    assert_eq!(entries.len(), 3);
    assert_eq!(verify(&entries, &store.noted_head().unwrap()), Ok(()));
    assert_eq!(store.positions("court").await.unwrap()["INBOX"], progress);
    assert_eq!(store.all_positions().await.unwrap(), [position]);
}

#[tokio::test]
async fn two_programs_append_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (open(folder.path()).await, open(folder.path()).await);
    let write = |store: Store| async move {
        for nth in 0..20 {
            store.append("2026-11-20T16:42:11+08:00", "x", &[fact(&nth.to_string())], None).await.unwrap();
        }
    };
    tokio::join!(write(one.clone()), write(two));
    let entries = one.entries(0).await.unwrap();
    assert_eq!(entries.len(), 40);
    assert_eq!(verify(&entries, &one.noted_head().unwrap()), Ok(()));
}

#[tokio::test]
async fn of_two_that_saw_the_same_end_one_appends_and_the_other_looks_again() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (open(folder.path()).await, open(folder.path()).await);
    let at = "2026-11-20T16:42:11+08:00";
    for nth in 0..20 {
        let seen = one.entries(0).await.unwrap().len() as Seq;
        let (answers, by) = ([fact("a"), fact("b")], [format!("one {nth}"), format!("two {nth}")]);
        let both = tokio::join!(
            one.append_if(seen, at, &by[0], &answers[..1]),
            two.append_if(seen, at, &by[1], &answers[1..])
        );
        let wrote = [both.0.unwrap(), both.1.unwrap()];
        assert_eq!(wrote.iter().filter(|wrote| **wrote).count(), 1, "{nth}: {wrote:?}");
        let entries = one.entries(0).await.unwrap();
        assert_eq!(entries.len() as Seq, seen + 1);
        let winner = wrote.iter().position(|wrote| *wrote).unwrap();
        assert_eq!(entries.last().unwrap().by, by[winner]);
        // Whoever was too late saw an end that is none any more; after a further look it may append.
        assert!(!two.append_if(seen, at, "late", &answers[..1]).await.unwrap());
    }
    assert!(!one.append_if(99, at, "x", &[fact("a")]).await.unwrap(), "an end that is not there yet");
    assert_eq!(verify(&one.entries(0).await.unwrap(), &one.noted_head().unwrap()), Ok(()));
}

#[tokio::test]
async fn a_note_left_behind_by_a_crash_is_mended_but_a_cut_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    store.append("t", "x", &[fact("a")], None).await.unwrap();
    let behind = store.noted_head().unwrap();
    store.append("t", "x", &[fact("b")], None).await.unwrap();
    store.note_head(&behind).unwrap();
    let store = open(folder.path()).await;
    assert_eq!(store.noted_head().unwrap().seq, 2);
    sqlx::query("DELETE FROM entry WHERE seq = 2").execute(&store.pool).await.unwrap();
    let store = open(folder.path()).await;
    let found = verify(&store.entries(0).await.unwrap(), &store.noted_head().unwrap());
    assert_eq!(found.unwrap_err().kind, "cut-off");
}

#[tokio::test]
async fn what_is_astray_stays_so_however_much_is_appended_until_a_person_accepts_it() {
    let folder = tempfile::tempdir().unwrap();
    let (database, copy) = (folder.path().join("台账 1#.db"), folder.path().join("copy.db"));
    let head = folder.path().join("ledger.head");
    let store = open(folder.path()).await;
    store.append("t", "x", &[fact("a")], None).await.unwrap();
    store.pool.close().await;
    std::fs::copy(&database, &copy).unwrap();
    let store = open(folder.path()).await;
    store.append("t", "x", &[fact("sent"), fact("told")], None).await.unwrap();
    store.pool.close().await;
    let noted = std::fs::read_to_string(&head).unwrap();
    for lost in [false, true] {
        std::fs::copy(&copy, &database).unwrap();
        std::fs::write(&head, &noted).unwrap();
        if lost {
            std::fs::remove_file(&head).unwrap();
        }
        let store = open(folder.path()).await;
        for nth in 0..3 {
            store.append("t", "x", &[fact(&nth.to_string())], None).await.unwrap();
            let astray = store.astray().await.unwrap().unwrap();
            assert_eq!((astray.noted.map(|head| head.seq), astray.found.seq), ((!lost).then_some(3), 2 + nth));
        }
        assert_eq!(std::fs::read_to_string(&head).ok(), (!lost).then(|| noted.clone()), "the note is the only trace");
        assert!(store.accept("t", "王敏").await.unwrap().is_some());
        assert_eq!((store.astray().await.unwrap(), store.noted_head().unwrap().seq), (None, 5));
        let last = store.entries(4).await.unwrap();
        assert!(last.first().is_some_and(|entry| entry.by == "王敏" && entry.fact.contains("ledger-accepted")));
        store.append("t", "x", &[fact("on")], None).await.unwrap();
        assert_eq!((store.astray().await.unwrap(), store.accept("t", "x").await.unwrap()), (None, None));
        store.pool.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_may_open_a_new_book_at_once() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let (database, head) = (folder.path().join("songda.sqlite"), folder.path().join("ledger.head"));
        let openings: Vec<_> = (0..6)
            .map(|_| {
                let (database, head) = (database.clone(), head.clone());
                tokio::spawn(async move { Store::open(&database, &head).await.map(drop) })
            })
            .collect();
        for opening in openings {
            opening.await.unwrap().unwrap();
        }
    }
}

#[test]
fn an_address_keeps_drives_shares_and_strange_names() {
    for path in [r"C:\用户\a b.db", r"\\server\share\a.db", "/srv/台账 1#?.db", "//a.db", r"\\?\C:\x.db"] {
        let url = crate::store::url_of(Path::new(path));
        let options: sqlx::sqlite::SqliteConnectOptions = url.parse().unwrap();
        assert_eq!(options.get_filename(), Path::new(path), "{url}");
        // The way through the library that knows several databases reads it as a URL first.
        assert_eq!(url::Url::parse(&url).unwrap().as_str(), url);
    }
}

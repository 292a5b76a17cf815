//! The watched folder: every file once and whole, and what cannot be taken in is told.

use std::io::Write as _;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::*;

fn reins(mode: Mode) -> (Reins, mpsc::Receiver<SourceEvent>) {
    let (events, inbox) = mpsc::channel(64);
    (
        Reins {
            vault: crate::vault::Vault::at(PathBuf::from("/nowhere")),
            events,
            wake: Arc::new(Notify::new()),
            stop: CancellationToken::new(),
            mode,
        },
        inbox,
    )
}

fn drop_box(poll: Duration) -> MailboxSettings {
    let text =
        "[office]\nname = \"示例\"\nhandler = \"王敏\"\n[[mailbox]]\nid = \"drop\"\nkind = \"folder\"\npath = \"drop\"";
    let home = Path::new("/home-of-tests");
    let mut settings = crate::settings::Settings::parse(text, &home.join("songda.toml"), home).unwrap();
    MailboxSettings { poll, ..settings.mailboxes.remove(0) }
}

async fn single(inbox: &mut mpsc::Receiver<SourceEvent>, keep: bool) -> (String, Vec<u8>) {
    let mut files = next(inbox, keep).await.expect("a mail");
    assert_eq!(files.len(), 1);
    files.remove(0)
}

async fn next(inbox: &mut mpsc::Receiver<SourceEvent>, keep: bool) -> Option<Vec<(String, Vec<u8>)>> {
    loop {
        let event = tokio::time::timeout(Duration::from_secs(20), inbox.recv()).await.expect("an event in time");
        match event? {
            SourceEvent::Arrived(arrivals, kept) => {
                let _ = kept.send(if keep { arrivals.len() } else { 0 });
                let files =
                    arrivals.into_iter().map(|arrival| (arrival.sighting.file.unwrap(), arrival.raw.read().unwrap()));
                return Some(files.collect());
            }
            SourceEvent::NotTaken(mail, noted) => {
                let _ = noted.send(keep);
                return Some(vec![(mail.sighting.file.unwrap(), mail.code.into())]);
            }
            SourceEvent::Looked { .. }
            | SourceEvent::Passed(..)
            | SourceEvent::Checked { .. }
            | SourceEvent::Failed { .. } => {}
        }
    }
}

#[tokio::test]
async fn one_pass_gives_every_mail_and_names_what_it_cannot_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("一.eml"), b"one").unwrap();
    fs::write(folder.path().join("2.EML"), b"two").unwrap();
    fs::write(folder.path().join("empty.eml"), b"").unwrap();
    fs::write(folder.path().join("note.txt"), b"no mail").unwrap();
    fs::create_dir(folder.path().join("folder.eml")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", folder.path().join("gone.eml")).unwrap();
    let (reins, mut inbox) = reins(Mode::OnePass);
    let watching = tokio::spawn(watch(drop_box(Duration::from_secs(60)), folder.path().into(), reins));
    let mut got = BTreeMap::new();
    while let Some(files) = next(&mut inbox, true).await {
        for (name, raw) in files {
            assert!(got.insert(name, raw).is_none());
        }
    }
    let names: Vec<&str> = got.keys().map(String::as_str).collect();
    assert_eq!(names, ["2.EML", "empty.eml", "一.eml"]);
    let outcome = watching.await.unwrap();
    #[cfg(unix)]
    assert!(matches!(&outcome, Err(ConnectError::Local { path, .. }) if path.ends_with("gone.eml")), "{outcome:?}");
    #[cfg(not(unix))]
    assert!(outcome.is_ok(), "{outcome:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), if cfg!(unix) { 6 } else { 5 });
}

#[tokio::test]
async fn a_file_that_is_being_written_is_given_once_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (reins, mut inbox) = reins(Mode::KeepWatching);
    let stop = reins.stop.clone();
    let watching = tokio::spawn(watch(drop_box(Duration::from_secs(1)), folder.path().into(), reins));
    let mut file = fs::File::create(folder.path().join("slow.eml")).unwrap();
    for _ in 0..8 {
        file.write_all(b"Subject: slow\r\n").unwrap();
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    drop(file);
    assert_eq!(single(&mut inbox, false).await.1.len(), 120);
    // Not kept: it is given again, and after that never more.
    assert_eq!(single(&mut inbox, true).await.1.len(), 120);
    fs::write(folder.path().join("later.eml"), b"later").unwrap();
    assert_eq!(single(&mut inbox, true).await.0, "later.eml");
    stop.cancel();
    watching.await.unwrap().unwrap();
}

#[tokio::test]
async fn one_pass_ends_when_nothing_can_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["1.eml", "2.eml", "3.eml"] {
        fs::write(folder.path().join(name), name).unwrap();
    }
    let (reins, mut inbox) = reins(Mode::OnePass);
    let watching = tokio::spawn(watch(drop_box(Duration::from_secs(60)), folder.path().into(), reins));
    let mut given = 0;
    while let Some(files) = next(&mut inbox, false).await {
        given += files.len();
    }
    assert_eq!(given, 3, "together, and no second time");
    assert!(matches!(watching.await.unwrap(), Err(ConnectError::NotKept { .. })));
}

#[tokio::test]
async fn a_folder_that_is_missing_is_told_and_watched_when_it_comes() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("share");
    let (one, _inbox) = reins(Mode::OnePass);
    let outcome = watch(drop_box(Duration::from_secs(60)), folder.clone(), one).await;
    assert!(matches!(outcome, Err(ConnectError::Local { .. })));
    let (keep, mut inbox) = reins(Mode::KeepWatching);
    let watching = tokio::spawn(watch(drop_box(Duration::from_millis(300)), folder.clone(), keep.clone()));
    assert!(matches!(inbox.recv().await, Some(SourceEvent::Failed { again: Some(_), .. })));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("1.eml"), b"one").unwrap();
    assert_eq!(single(&mut inbox, true).await.0, "1.eml");
    keep.stop.cancel();
    watching.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_file_that_is_too_big_is_put_on_record_and_holds_up_no_other() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("big.eml"), [b'x'; 500]).unwrap();
    fs::write(folder.path().join("small.eml"), b"small").unwrap();
    let (reins, mut inbox) = reins(Mode::OnePass);
    let settings = MailboxSettings { limit_bytes: 100, ..drop_box(Duration::from_secs(60)) };
    let watching = tokio::spawn(watch(settings, folder.path().into(), reins));
    let mut got = BTreeMap::new();
    while let Some(files) = next(&mut inbox, true).await {
        got.extend(files);
    }
    let small = ("small.eml".to_owned(), b"small".to_vec());
    assert_eq!(got, BTreeMap::from([("big.eml".to_owned(), b"mail-too-big".to_vec()), small]));
    watching.await.unwrap().unwrap();
}

#[test]
fn a_text_with_its_end_settles_soon_and_one_without_late() {
    let parts = |end: &str| {
        format!("Subject: x\r\nContent-Type: multipart/mixed;\r\n boundary=\"b=1\"\r\n\r\n--b=1\r\n\r\nx\r\n{end}")
    };
    for (raw, needed) in [
        (parts("--b=1--\r\n"), SETTLED),
        (parts("--b=1--"), SETTLED),
        (parts("--b=1\r\n\r\nhalf of the second pa"), UNCLOSED),
        (parts("").replace("\"b=1\"", "b=1; charset=x"), UNCLOSED),
        ("Subject: x\r\n\r\nwhole\r\n".to_owned(), SETTLED),
        ("Subject: x\r\n\r\nhal".to_owned(), EMPTY),
        ("Content-Type: multipart/mixed\r\n\r\nx\n".to_owned(), SETTLED),
        (String::new(), EMPTY),
    ] {
        assert_eq!(needed_for(raw.as_bytes()), needed, "{raw}");
    }
}

#[tokio::test]
async fn a_mail_that_is_being_copied_slowly_is_taken_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (reins, mut inbox) = reins(Mode::KeepWatching);
    let stop = reins.stop.clone();
    let watching = tokio::spawn(watch(drop_box(Duration::from_secs(60)), folder.path().into(), reins));
    let begun = "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfirst\r\n";
    let mut file = fs::File::create(folder.path().join("1.eml")).unwrap();
    file.write_all(begun.as_bytes()).unwrap();
    // The copy stands still for much longer than a whole file needs.
    let early = tokio::time::timeout(SETTLED * 6, next(&mut inbox, true)).await;
    assert!(early.is_err(), "half a mail was taken: {early:?}");
    file.write_all(b"--b\r\n\r\nsecond\r\n--b--\r\n").unwrap();
    drop(file);
    let (_, raw) = single(&mut inbox, true).await;
    assert!(raw.ends_with(b"--b--\r\n"));
    // One that lies there for long is taken as it is.
    let old = folder.path().join("2.eml");
    fs::write(&old, begun).unwrap();
    fs::File::options().write(true).open(&old).unwrap().set_modified(SystemTime::now() - UNCLOSED * 2).unwrap();
    assert_eq!(single(&mut inbox, true).await.1, begun.as_bytes());
    stop.cancel();
    watching.await.unwrap().unwrap();
}

//! Case folders on disks that are full, read-only or gone: documents wait, are said to, and are filed later; never half a one.
//!
//! A disk of its own needs the right to mount: where nobody may have it, the test says so and judges nothing; as root, and
//! where tests are run for everybody, it has to be there.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use songda_core::id::Digest;
use songda_mailroom::caseroot::{self, Depth};
use songda_mailroom::home::Home;
use songda_mailroom::{Mailroom, receive, runtime, watch};
use songda_tests::casefiles::{digests, drop_in, files_below, settings, states};
use songda_tests::court::Sample;
use songda_tests::platform::{self, LINK, Manner, Platform, papers};
use songda_tests::{DROP, Songda, has_signals, text, until};

/// A mount of its own that is gone when dropped; none where the system does not let us.
struct Mount(PathBuf);

impl Mount {
    fn new(folder: &Path, words: &[&str]) -> Option<Self> {
        fs::create_dir_all(folder).unwrap();
        let done = Command::new("mount").args(words).arg(folder).output();
        let is_done = done.is_ok_and(|done| done.status.success());
        if !is_done {
            let is_root = Command::new("id").arg("-u").output().is_ok_and(|said| said.stdout.starts_with(b"0\n"));
            assert!(!is_root && std::env::var_os("CI").is_none(), "no disk could be mounted: nothing would be judged");
            eprintln!("no right to mount here: this test needs root");
        }
        is_done.then(|| Self(folder.to_path_buf()))
    }

    fn again(&self, options: &str) {
        assert!(Command::new("mount").args(["-o", options]).arg(&self.0).status().unwrap().success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").args(["-l"]).arg(&self.0).status();
    }
}

/// States of all documents and what keeps them from being looked at, as a program beside a running one tells them.
fn now(songda: &Songda) -> (BTreeSet<String>, Value) {
    let listed = songda.run(&["list", "documents"]);
    let rows = listed.json["rows"].as_array().cloned().unwrap_or_default();
    (rows.iter().map(|row| text(row, "state").to_owned()).collect(), listed.json["problem"]["code"].clone())
}

/// Waits until everything is filed by a running program.
fn assert_filed(songda: &Songda, limit: Duration) {
    let all = (BTreeSet::from(["filed".to_owned()]), Value::Null);
    let filed = until(limit, || (now(songda) == all).then_some(()));
    assert!(filed.is_some(), "{:?}\n{}", now(songda), songda.words());
}

fn assert_waits(songda: &Songda) {
    let waits = until(Duration::from_secs(60), || now(songda).0.contains("waiting").then_some(()));
    assert!(waits.is_some(), "{:?}\n{}", now(songda), songda.words());
}

#[test]
fn a_full_disk_keeps_documents_waiting_and_they_are_filed_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("盘");
    let Some(mount) = Mount::new(&root, &["-t", "tmpfs", "-o", "size=16k", "songda-test"]) else { return };
    let songda = Songda::with(&settings(&root.display().to_string()));
    let samples: Vec<Sample> = (1..=4).map(|nth| drop_in(&songda, nth)).collect();
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 1, "{}", synced.said);
    assert!(synced.said.contains("已满"), "{}", synced.said);
    assert!(states(&songda).contains("waiting"));
    // Never half a file.
    let whole: Vec<Vec<u8>> = samples.iter().flat_map(|sample| sample.documents.clone()).collect();
    let known = digests(&whole);
    assert!(files_below(&root).iter().all(|(_, bytes)| known.contains(&Digest::of(bytes).to_string())));
    mount.again("remount,size=16m");
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(states(&songda), BTreeSet::from(["filed".to_owned()]));
    let found: Vec<Vec<u8>> = files_below(&root).into_iter().map(|(_, bytes)| bytes).collect();
    assert_eq!(digests(&found), known);
}

#[test]
fn a_read_only_disk_is_said_and_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("盘");
    let Some(mount) = Mount::new(&root, &["-t", "tmpfs", "-o", "size=8m", "songda-test"]) else { return };
    mount.again("remount,ro");
    let songda = Songda::with(&settings(&root.display().to_string()));
    let sample = drop_in(&songda, 1);
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 1, "{}", synced.said);
    assert!(synced.said.contains("暂时无法写入") && synced.said.contains("原件已保存"), "{}", synced.said);
    assert_eq!(states(&songda), BTreeSet::from(["waiting".to_owned()]));
    mount.again("remount,rw");
    // A running program files them by itself; a pass does so at once.
    assert_eq!(songda.run(&["sync"]).code, 0);
    let found: Vec<Vec<u8>> = files_below(&root).into_iter().map(|(_, bytes)| bytes).collect();
    assert_eq!(digests(&found), digests(&sample.documents));
}

#[test]
fn a_root_that_vanishes_is_not_replaced_and_filing_goes_on_when_it_is_back() {
    let songda = Songda::with(&settings("案件"));
    let first = drop_in(&songda, 1);
    assert_eq!(songda.run(&["sync"]).code, 0);
    let (root, away) = (songda.home().join("案件"), songda.home().join("别处"));
    fs::rename(&root, &away).unwrap();
    let second = drop_in(&songda, 2);
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 1, "{}", synced.said);
    assert!(synced.said.contains("案件文件夹不在"), "{}", synced.said);
    assert!(!root.exists(), "no folder of the same name in the wrong place");
    let away_is_said = || {
        let listed = songda.run(&["list", "documents"]);
        let states = listed.json["rows"].as_array().unwrap().iter().map(|row| text(row, "state").to_owned());
        assert_eq!(states.collect::<BTreeSet<_>>(), BTreeSet::from(["away".to_owned(), "waiting".to_owned()]));
        assert_eq!(listed.code, 3, "a person must see to it: {}", listed.said);
        listed.json["problem"]["code"].clone()
    };
    assert_eq!(away_is_said(), "case-folder.root-missing");
    // An empty folder is what a drive that is not mounted leaves behind.
    fs::create_dir(&root).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 1);
    assert_eq!(fs::read_dir(&root).unwrap().count(), 0);
    assert_eq!(away_is_said(), "case-folder.root-empty");
    fs::remove_dir(&root).unwrap();
    fs::rename(&away, &root).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let found: Vec<Vec<u8>> = songda.case_files().into_iter().map(|(_, bytes)| bytes).collect();
    assert_eq!(digests(&found), digests(&[first.documents, second.documents].concat()));
    assert_eq!(states(&songda), BTreeSet::from(["filed".to_owned()]));
    assert!(!songda.list("documents").iter().any(|row| text(row, "path").contains(" (2)")));
}

#[test]
fn another_disk_of_the_name_is_not_written_to_until_a_person_says_so() {
    let songda = Songda::with(&settings("案件"));
    let first = drop_in(&songda, 1);
    assert_eq!(songda.run(&["sync"]).code, 0);
    let (root, away) = (songda.home().join("案件"), songda.home().join("别处"));
    fs::rename(&root, &away).unwrap();
    fs::create_dir_all(root.join("照片")).unwrap();
    fs::write(root.join(".DS_Store"), "x").unwrap();
    fs::write(root.join("照片/一.jpg"), "x").unwrap();
    let second = drop_in(&songda, 2);
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 1, "{}", synced.said);
    assert!(synced.said.contains("不像原来的案件文件夹"), "{}", synced.said);
    let checked = songda.run(&["folders", "check"]);
    assert!(checked.code == 1 && checked.said.contains("不像"), "nothing is said to be gone: {}", checked.said);
    assert_eq!(files_below(&root).len(), 2, "nothing goes to the wrong disk");
    // Moved and renamed altogether, the documents are known again by their bytes, even without the index.
    fs::rename(&root, songda.home().join("另一块盘")).unwrap();
    fs::create_dir_all(&root).unwrap();
    fs::rename(away.join("上海市闵行区人民法院"), root.join("闵行")).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let found: Vec<Vec<u8>> = songda.case_files().into_iter().map(|(_, bytes)| bytes).collect();
    assert_eq!(digests(&found), digests(&[first.documents, second.documents].concat()));
    assert_eq!(states(&songda), BTreeSet::from(["filed".to_owned()]));
    // A new disk on purpose.
    fs::remove_dir_all(&root).unwrap();
    fs::rename(songda.home().join("另一块盘"), &root).unwrap();
    assert_eq!(songda.run(&["folders", "check"]).code, 1);
    fs::create_dir(root.join("继续使用")).unwrap();
    assert_eq!(songda.run(&["folders", "check"]).json["found"]["gone"], 6);
    assert_eq!(songda.run(&["folders", "restore", "--missing"]).code, 0);
    assert_eq!(states(&songda), BTreeSet::from(["filed".to_owned()]));
}

#[test]
fn one_damaged_mail_keeps_no_other_from_being_filed_and_no_mailbox_from_being_looked_at() {
    let songda = Songda::with(&settings("案件"));
    let first = drop_in(&songda, 1);
    assert_eq!(songda.run(&["sync"]).code, 0);
    let (root, away) = (songda.home().join("案件"), songda.home().join("别处"));
    fs::rename(&root, &away).unwrap();
    let (second, third) = (drop_in(&songda, 2), drop_in(&songda, 3));
    assert_eq!(songda.run(&["sync"]).code, 1, "two wait for the root");
    // The bytes of one of them are damaged meanwhile.
    let digest = Digest::of(&second.stamped()).to_string();
    let kept = songda.home().join("vault").join(&digest[..2]).join(&digest[2..]);
    let whole = fs::read(&kept).unwrap();
    let damage = |bytes: &[u8]| {
        fs::remove_file(&kept).unwrap();
        fs::write(&kept, bytes).unwrap();
    };
    // The folder it came from would give them again.
    fs::remove_file(songda.home().join("drop/2.eml")).unwrap();
    damage(b"Subject: other bytes\r\n\r\n");
    fs::rename(&away, &root).unwrap();
    let fourth = drop_in(&songda, 4);
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.said);
    let filed = || digests(&songda.case_files().into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>());
    assert_eq!(
        filed(),
        digests(&[first.documents.clone(), third.documents.clone(), fourth.documents.clone()].concat())
    );
    let doubts = || songda.list("doubts").iter().filter(|row| row["code"] == "not-understood").count();
    assert_eq!(doubts(), 1, "it is shown: {:?}", songda.list("doubts"));
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(doubts(), 1, "once");
    // Once its bytes are back, for instance from a copy, it is filed like any other.
    damage(&whole);
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(filed(), digests(&[first.documents, second.documents, third.documents, fourth.documents].concat()));
    assert_eq!(doubts(), 0);
}

#[test]
fn a_full_disk_holds_a_download_back_and_it_goes_on_once_there_is_room() {
    let mut documents = papers(2);
    // Comments of a PDF may be as long as they like.
    documents[0].1.extend(std::iter::repeat_n(b"%012345678901234567890123456789\n".as_slice(), 20_000).flatten());
    let manner = Manner { documents: documents.clone(), has_ranges: true, ..Manner::default() };
    let platform = Platform::start(manner);
    let songda = Songda::with(&format!("{DROP}{}", platform.settings(&[])));
    let on_the_way = songda.home().join("errands");
    let Some(mount) = Mount::new(&on_the_way, &["-t", "tmpfs", "-o", "size=128k", "songda-test"]) else { return };
    fs::write(songda.home().join("drop/link.eml"), platform::mail(LINK)).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let service = text(&songda.list("pickups")[0], "service").to_owned();
    let fetched = songda.run(&["pickup", "fetch", &service]);
    let row = &fetched.json["pickup"];
    assert_eq!((fetched.code, text(row, "held"), text(row, "state")), (3, "pickup.disk", "waiting"), "{row}");
    assert!(songda.case_files().is_empty(), "nothing that is not whole is filed");
    mount.again("remount,size=16m");
    assert_eq!(songda.run(&["pickup", "fetch", &service]).json["pickup"]["state"], "done");
    let found: Vec<Vec<u8>> = songda.case_files().into_iter().map(|(_, bytes)| bytes).collect();
    assert_eq!(digests(&found), digests(&documents.into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>()));
    assert_eq!(platform.counts().2, 1, "it went on where the disk was full");
}

#[test]
fn a_root_that_vanishes_under_a_running_program_is_filed_into_by_itself_once_it_is_back() {
    let songda = Songda::with(&settings("案件"));
    let first = drop_in(&songda, 1);
    let watching = songda.watch();
    assert_filed(&songda, Duration::from_secs(60));
    let (root, away) = (songda.home().join("案件"), songda.home().join("别处"));
    fs::rename(&root, &away).unwrap();
    let second = drop_in(&songda, 2);
    assert_waits(&songda);
    assert_eq!(now(&songda).1, "case-folder.root-missing");
    assert!(!root.exists(), "no folder of the same name in the wrong place");
    fs::rename(&away, &root).unwrap();
    assert_filed(&songda, Duration::from_secs(90));
    let found: Vec<Vec<u8>> = songda.case_files().into_iter().map(|(_, bytes)| bytes).collect();
    assert_eq!(digests(&found), digests(&[first.documents, second.documents].concat()));
    assert!(!songda.list("documents").iter().any(|row| text(row, "path").contains(" (2)")));
    drop(watching);
}

#[test]
fn a_disk_that_becomes_read_only_under_a_running_program_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("盘");
    let Some(mount) = Mount::new(&root, &["-t", "tmpfs", "-o", "size=8m", "songda-test"]) else { return };
    let songda = Songda::with(&settings(&root.display().to_string()));
    let first = drop_in(&songda, 1);
    let watching = songda.watch();
    assert_filed(&songda, Duration::from_secs(60));
    mount.again("remount,ro");
    let second = drop_in(&songda, 2);
    assert_waits(&songda);
    mount.again("remount,rw");
    assert_filed(&songda, Duration::from_secs(90));
    let found: Vec<Vec<u8>> = files_below(&root).into_iter().map(|(_, bytes)| bytes).collect();
    assert_eq!(digests(&found), digests(&[first.documents, second.documents].concat()));
    drop(watching);
}

#[test]
fn a_root_that_is_away_stays_said_though_nothing_waits_for_it() {
    let songda = Songda::with(&settings("案件"));
    drop_in(&songda, 1);
    assert_eq!(songda.run(&["sync"]).code, 0);
    let (root, away) = (songda.home().join("案件"), songda.home().join("别处"));
    let runtime = runtime().unwrap();
    let mailroom = runtime.block_on(Mailroom::open(Home::at(songda.home()))).unwrap();
    let room = mailroom.room();
    let said = || -> Vec<String> {
        let states = room.states().into_iter().filter(|state| state.kind == "home");
        states.filter_map(|state| state.problem).map(|problem| problem.code).collect()
    };
    fs::rename(&root, &away).unwrap();
    assert!(runtime.block_on(caseroot::look(room, Depth::Glance)).is_err());
    assert_eq!(said(), ["case-folder.root-missing"]);
    runtime.block_on(receive::catch_up(room)).unwrap();
    assert_eq!(said(), ["case-folder.root-missing"], "nothing waits, and it is away all the same");
    drop_in(&songda, 2);
    runtime.block_on(watch::sync(room, None)).unwrap();
    assert_eq!(said(), ["case-folder.root-missing"], "one thing is told once");
    fs::rename(&away, &root).unwrap();
    assert!(runtime.block_on(caseroot::look(room, Depth::Glance)).is_ok());
    runtime.block_on(receive::catch_up(room)).unwrap();
    assert_eq!(said(), Vec::<String>::new());
}

#[test]
fn a_stop_while_a_name_is_only_taken_leaves_no_empty_file_and_no_second_name() {
    for nth in 1..=3 {
        let songda = Songda::with(&settings("案件"));
        let sample = drop_in(&songda, 1);
        // A disk that knows neither links nor a renaming that replaces nothing.
        let sync = || {
            let mut command = songda.command(&["sync"]);
            command.env("SONGDA_PLAIN_DISK", "1").stdout(Stdio::null());
            command
        };
        let status = sync().env("SONGDA_FAULT", format!("folder.reserved:{nth}")).status().unwrap();
        assert!(status.signal() == Some(9) || !has_signals() && !status.success(), "{nth}: {status}");
        let empty = songda.case_files().iter().filter(|(_, bytes)| bytes.is_empty()).count();
        assert_eq!(empty, 1, "the name is taken, and nothing is under it yet");
        assert!(sync().status().unwrap().success());
        let found = songda.case_files();
        assert!(found.iter().all(|(path, bytes)| !bytes.is_empty() && !path.contains(" (2)")), "{nth}: {found:?}");
        let found: Vec<Vec<u8>> = found.into_iter().map(|(_, bytes)| bytes).collect();
        assert_eq!(digests(&found), digests(&sample.documents), "{nth}");
        assert_eq!(found.len(), sample.documents.len());
        assert_eq!(states(&songda), BTreeSet::from(["filed".to_owned()]));
        assert_eq!(songda.half_written(), Vec::<String>::new());
    }
}

#[test]
fn a_move_that_is_killed_again_and_again_ends_with_every_byte_at_the_new_place() {
    let songda = Songda::with(&settings("案件"));
    (1..=30).for_each(|nth| drop(drop_in(&songda, nth)));
    assert_eq!(songda.run(&["sync"]).code, 0);
    let (old, new) = (songda.home().join("案件"), songda.home().join("新盘/案件"));
    let to = new.to_string_lossy().into_owned();
    let before = files_below(&old);
    let whole = || {
        let all = files_below(&new).into_iter();
        all.filter(|(path, _)| !path.contains(".songda-")).collect::<Vec<_>>()
    };
    let mut killed = 0;
    // A little later each time, from before its work to its end, however fast the machine is.
    for (nth, plain) in (0..16).zip([false, true].into_iter().cycle()) {
        let mut command = songda.command(&["folders", "move", &to]);
        if plain {
            command.env("SONGDA_PLAIN_DISK", "1");
        }
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(10 + 25 * nth));
        let _ = child.kill();
        if child.wait().unwrap().success() {
            break;
        }
        killed += 1;
        let left = files_below(&old);
        assert!(before.iter().all(|file| left.contains(file)), "the old place stays as it is");
        let empty = |(_, bytes): &&(String, Vec<u8>)| bytes.is_empty();
        let there = whole();
        assert!(there.iter().filter(empty).count() <= 1, "{there:?}");
        assert!(there.iter().all(|file| file.1.is_empty() || before.contains(file)), "only whole files have names");
    }
    assert!(killed > 0);
    let ended = songda.run(&["folders", "move", &to]);
    assert!(ended.code == 0 || ended.said.contains("已经在这里"), "{}", ended.said);
    assert_eq!(whole(), before);
    assert_eq!(states(&songda), BTreeSet::from(["filed".to_owned()]));
    assert_eq!(songda.run(&["folders", "check"]).json["found"]["files"], before.len());
}

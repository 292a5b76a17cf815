//! The first look into a real mailbox: how far back it goes, what comes first, and that new mail does not wait for it.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use songda_tests::court::{self, SENDER};
use songda_tests::servers::{OFFICE, Servers};
use songda_tests::{Songda, text, until};

const DAY: Duration = Duration::from_secs(24 * 3600);
const SOON: Duration = Duration::from_secs(60);

fn note(nth: u32) -> String {
    format!(
        "From: colleague@example.test\r\nTo: {OFFICE}\r\nSubject: Note {nth}\r\nMessage-ID: <{nth}@example.test>\r\n\r\n\
         第 {nth} 封：会议改到下周三下午。\r\n"
    )
}

/// Puts mails into a folder as its server would have done so many days ago: Dovecot tells the file's time as
/// INTERNALDATE.
fn put(maildir: &Path, mails: impl IntoIterator<Item = u32>, days_ago: u32) {
    for name in ["", "new", "cur", "tmp"] {
        fs::create_dir_all(maildir.join(name)).unwrap();
    }
    for nth in mails {
        let path = maildir.join("new").join(format!("17000000{nth:08}.M{nth}.example.test"));
        fs::write(&path, note(nth)).unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(SystemTime::now() - DAY * days_ago).unwrap();
    }
    let state = maildir.ancestors().map(|folder| folder.join("state")).find(|folder| folder.is_dir());
    let owner = Command::new("chown").arg("-R").arg("--reference").arg(state.unwrap()).arg(maildir).status();
    assert!(owner.is_ok_and(|status| status.success()), "the server's user owns its mailbox");
}

fn subjects(songda: &Songda) -> Vec<String> {
    let mut subjects: Vec<String> = songda.list("mails").iter().map(|row| text(row, "subject").to_owned()).collect();
    subjects.sort();
    subjects
}

fn synced(songda: &Songda) {
    let ended = songda.run(&["sync"]);
    assert_eq!(ended.code, 0, "{}", ended.said);
}

#[test]
fn the_first_look_goes_back_ninety_days_or_as_far_as_it_is_told() {
    let servers = Servers::start();
    let inbox = servers.maildir(OFFICE);
    put(&inbox, 1..3, 400);
    put(&inbox, 3..5, 100);
    put(&inbox, 5..8, 80);
    let songda = Songda::with(&servers.settings());
    synced(&songda);
    assert_eq!(subjects(&songda), ["Note 5", "Note 6", "Note 7"]);
    synced(&songda);
    assert_eq!(subjects(&songda).len(), 3);
    // Somebody moves an old mail into the folder: it came after the first look and is taken.
    put(&inbox, 8..9, 900);
    synced(&songda);
    assert_eq!(subjects(&songda), ["Note 5", "Note 6", "Note 7", "Note 8"]);
    // The office wants more, and gets only what is missing.
    let settings = songda.home().join("songda.toml");
    let look_back = |days: &str| {
        let set = format!("poll_seconds = 5\nlook_back_days = {days}");
        fs::write(&settings, servers.settings().replace("poll_seconds = 5", &set)).unwrap();
    };
    for (days, count) in [("120", 6), ("\"all\"", 8), ("30", 8)] {
        look_back(days);
        synced(&songda);
        let all = subjects(&songda);
        assert_eq!(all.len(), count, "{days}: {all:?}");
    }
    let verified = songda.run(&["verify"]);
    assert_eq!((verified.code, &verified.json["vault_files"]), (0, &8.into()), "{}", verified.said);
}

#[test]
fn new_court_mail_does_not_wait_for_the_old_mails() {
    // A quick machine has taken a small mailbox before anything can come after it.
    let sizes = [5_000, 20_000, 80_000];
    assert!(sizes.into_iter().any(court_mail_overtakes), "the court's mail came last of all, each time");
}

/// Whether a court mail that comes during the first look into so many old mails is taken before the last of them.
fn court_mail_overtakes(count: u32) -> bool {
    let servers = Servers::start();
    put(&servers.maildir(OFFICE), 0..count, 10);
    let songda = Songda::with(&servers.settings());
    let watching = songda.watch();
    let has_begun = until(SOON, || (!songda.list("mails").is_empty()).then_some(()));
    assert!(has_begun.is_some(), "the newest mails come at once: {}", servers.logs());
    let sample = court::plain(20_001);
    servers.deliver(SENDER, OFFICE, &sample.raw);
    let court =
        until(SOON, || songda.list("mails").into_iter().find(|row| text(row, "message_id") == sample.message_id));
    let court = court.expect("the court's mail comes");
    let all = until(SOON * 5, || {
        let mails = songda.list("mails");
        (mails.len() == count as usize + 1).then_some(mails)
    });
    let all = all.expect("the old mails come behind it");
    let later = all.iter().filter(|row| text(row, "first_seen") > text(&court, "first_seen")).count();
    watching.stop();
    synced(&songda);
    assert_eq!(songda.list("mails").len(), count as usize + 1);
    later > 0
}

#[test]
fn mail_that_falls_into_the_junk_folder_is_noticed_while_the_inbox_is_waited_for() {
    let servers = Servers::start();
    let songda = Songda::with(&servers.settings());
    let watching = songda.watch();
    put(&servers.maildir(OFFICE).join(".&V4NXPpCuTvY-"), 1..2, 0);
    let found = until(SOON, || songda.list("mails").into_iter().next());
    let found = found.unwrap_or_else(|| panic!("the junk folder is not looked at: {}", servers.logs()));
    assert_eq!(text(&found, "folder"), "垃圾邮件");
    watching.stop();
}
